/**
 * The tables, as steps that are only ever added to: what stands here was run somewhere. Times are milliseconds since 1970,
 * bodies are JSON, truth is 0 or 1. A body stands last, so that SQLite reads the rest of a row without it. `identity` is the
 * database's way to number rows in the order they came.
 */
export function migrationsFor(identity: string): readonly (readonly string[])[] {
  return [
    [
      // body is erased when the submission is done; the key stays, so that a late repeat is known.
      // seen_incident is the newest incident its worker can know of: see conflicts in incident-rows.ts.
      `CREATE TABLE inbox (
        seq ${identity}, key TEXT NOT NULL UNIQUE, received_at BIGINT NOT NULL,
        tries BIGINT NOT NULL DEFAULT 0, not_before BIGINT NOT NULL DEFAULT 0, lease_until BIGINT,
        seen_incident BIGINT NOT NULL DEFAULT 0, fault TEXT, body TEXT)`,
      `CREATE INDEX inbox_waiting ON inbox (received_at, seq) WHERE body IS NOT NULL AND fault IS NULL`,
      `CREATE INDEX inbox_fault ON inbox (seq) WHERE fault IS NOT NULL`,

      // woken_at is a wake_at that was handed out: it counts again if the process dies before it acted on it.
      `CREATE TABLE incident (
        seq ${identity}, id TEXT NOT NULL UNIQUE, group_key TEXT NOT NULL, version BIGINT NOT NULL,
        opened_at BIGINT NOT NULL, touched_at BIGINT NOT NULL, is_erased BIGINT NOT NULL,
        wake_at BIGINT, woken_at BIGINT, body TEXT NOT NULL)`,
      `CREATE INDEX incident_group ON incident (group_key, opened_at, seq)`,
      `CREATE INDEX incident_wake ON incident (wake_at) WHERE wake_at IS NOT NULL`,
      `CREATE INDEX incident_woken ON incident (woken_at) WHERE woken_at IS NOT NULL`,
      `CREATE INDEX incident_opened ON incident (opened_at, seq) WHERE is_erased = 0`,
      `CREATE TABLE origin (origin TEXT PRIMARY KEY, incident TEXT NOT NULL)`,
      `CREATE INDEX origin_incident ON origin (incident)`,
      `CREATE TABLE evidence (
        seq ${identity}, incident TEXT NOT NULL, origin TEXT, created_at BIGINT NOT NULL, body TEXT NOT NULL)`,
      `CREATE INDEX evidence_incident ON evidence (incident)`,
      `CREATE INDEX evidence_origin ON evidence (origin) WHERE origin IS NOT NULL`,

      // body is erased once sent: Slack has it, and it must not outlive a deletion. digest tells whether content is new.
      `CREATE TABLE outbox (
        seq ${identity}, key TEXT NOT NULL UNIQUE, channel TEXT, digest TEXT NOT NULL,
        version BIGINT NOT NULL DEFAULT 1, claimed_version BIGINT NOT NULL DEFAULT 0,
        sent_version BIGINT NOT NULL DEFAULT 0, ts TEXT, is_uncertain BIGINT NOT NULL DEFAULT 0,
        tries BIGINT NOT NULL DEFAULT 0, doubts BIGINT NOT NULL DEFAULT 0, not_before BIGINT NOT NULL DEFAULT 0,
        lease_until BIGINT, failure TEXT, created_at BIGINT NOT NULL, touched_at BIGINT NOT NULL, body TEXT)`,
      `CREATE INDEX outbox_waiting ON outbox (created_at, seq) WHERE version > sent_version AND failure IS NULL`,
      `CREATE INDEX outbox_failed ON outbox (channel) WHERE failure IS NOT NULL`,

      `CREATE TABLE mark (name TEXT PRIMARY KEY, value TEXT NOT NULL)`,
      `CREATE TABLE shadow (seq ${identity}, at BIGINT NOT NULL, body TEXT NOT NULL)`,
      `CREATE INDEX shadow_at ON shadow (at)`,
    ],
    [
      `DROP INDEX outbox_waiting`,
      // touched_at is when it was put, or when it was last sent or refused.
      `CREATE INDEX outbox_waiting ON outbox (touched_at, seq) WHERE version > sent_version AND failure IS NULL`,
    ],
  ];
}
