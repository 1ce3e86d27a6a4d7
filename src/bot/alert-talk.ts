/**
 * Messages of other bots that are no alerts, by their prose: what stands in them besides log lines. Those of bots that explain
 * alerts must not be answered, or two bots would talk to each other.
 */

/** Code review, builds, deployments, tickets, status pages: they name nginx as often as an alert does. */
export function isDailyWork(prose: string): boolean {
  return DAILY_WORK.test(prose.slice(0, HEAD));
}

/** Somebody's reading of an alert; `isFiring` when its title says that an alert fires. */
export function isDiagnosis(prose: string, isFiring: boolean): boolean {
  const lines = prose
    .slice(0, MOST_PROSE)
    .split('\n')
    .map((line) => line.replace(MARKS, ''))
    .filter((line) => line !== '');
  // Whoever wrote the rule may have put likely causes and next steps into it.
  if (isFiring) return EXPLAINS.test(lines[0] ?? '');
  return lines.some((line) => EXPLAINS.test(line) || CONCLUDES.test(line));
}

const HEAD = 500;
const MOST_PROSE = 16_384;
const MARKS = /^(?:[\s*_~`>#•·–—-]|:[a-z0-9_+-]{1,40}:|\p{Extended_Pictographic}|\ufe0f)+/u;

const DAILY_WORK =
  /\b(?:assignee|reporter):|\b(?:pull request|merge request|code review|\bPR #\d|(?:opened|closed|re-?opened|merged|reviewed|approved) (?:an? )?(?:issue|PR|MR)\b|renovate|dependabot|terraform (?:apply|plan)|moved to (?:to ?do|in progress|in review|review|done|blocked)|(?:daily|weekly|monthly) (?:report|summary|digest)|(?:released|shipped) to \w|v\d{1,4}\.\d{1,4}(?:\.\d{1,6})? (?:released|deployed|is out)|commits? (?:to|pushed|by)|pushed \d|new commits?|(?:build|pipeline|job|run) #?\d{1,8}\b|workflow run|changelog|release notes|(?:deploy(?:ed|ing|ment)?|rollout|release|build|pipeline|sync) (?:[\w./:-]{1,60} ){0,4}?(?:succeeded|successful(?:ly)?|finished|started|completed?|passed|failed|in progress|to (?:prod(?:uction)?|staging|dev))|(?:has )?deployed\b|stand-?up|sprint|story points|issue (?:created|opened|updated|commented|assigned|moved|transitioned)|(?:commented|replied) on|(?:created|opened|updated|closed|resolved|assigned|moved) an? (?:issue|ticket|task|bug|story)|ticket (?:created|updated)|maintenance window|scheduled maintenance|config(?:uration)? (?:test|reload(?:ed)?)|we are (?:currently |now )?(?:investigating|experiencing|aware|seeing)|our (?:team|engineers)|post-?mortem)\b/i;

const EXPLAINS =
  /^(?:i (?:looked|checked|analy[sz]ed|investigated|examined|found|believe|think|suspect|see)\b|i['’](?:ve|m)\b|we (?:looked|analy[sz]ed|investigated)\b|here(?:['’]s| is| are) (?:what|my|the (?:summary|analysis|findings|likely))|(?:possible |likely |probable |suspected )?root[- ]causes?\b|rca\b|(?:automated |automatic )?(?:diagnosis|analysis|investigation|triage)\b|ai[- ](?:generated|powered|summary|analysis|insights?|investigation|diagnosis|assistant|triage)|investigation (?:summary|results?|complete|report|findings)|findings\b|(?:most )?(?:likely|probable|possible|suspected) causes?\b|hypothes[ie]s\b|tl;?dr\b|verdict\b|conclusion\b|explanation\b|based on (?:the|my)\b|(?:it |this )?(?:looks|seems|appears) (?:like|that|to)\b|(?:this|the|that|your) (?:error|log|log line|line)s? (?:means|indicates?|suggests?|shows|is caused|points? to)\b|what happened\b|why (?:it|this) happen|looking (?:at|into)\b|after (?:looking|reviewing|analy[sz]ing)\b|thanks for\b)/i;

const CONCLUDES =
  /\b(?:root cause|(?:likely|probable) cause|(?:recommended|suggested) (?:fix(?:es)?|actions?|remediation|next steps)|remediation steps|next steps|confidence\s?[:=(]|how to fix|troubleshooting steps|my (?:analysis|assessment|investigation)|i (?:can see|see|found|looked|checked|analy[sz]ed|investigated|think|suspect|believe)|it (?:seems|looks like|appears))\b|\bconfidence: ?\d|\b(?:generated|written|powered) (?:by|with) (?:an? )?(?:ai|llm|gpt|chatgpt|claude|gemini|copilot)\b|\bai-generated\b/i;
