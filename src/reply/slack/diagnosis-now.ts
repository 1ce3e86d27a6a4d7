import type { SetAside } from '../../incident/incident.ts';
import type { Diagnosis } from '../../report.ts';

type Cause = Diagnosis['causes'][number];

/** A diagnosis as it stands after what people set aside. */
export type DiagnosisNow = {
  /** Without the causes set aside: what follows from the first cause follows from the first that is left. */
  readonly diagnosis: Diagnosis;
  readonly setAside: readonly { readonly cause: Cause; readonly by: string }[];
};

/** The diagnosis with the set-aside causes behind the others, and checks and fixes of those that are left. */
export function diagnosisNow(diagnosis: Diagnosis, setAside: readonly SetAside[]): DiagnosisNow {
  const aside = setAside.flatMap(({ cause: id, by }) => {
    const cause = diagnosis.causes.find((one) => one.id === id);
    return cause === undefined ? [] : [{ cause, by }];
  });
  if (aside.length === 0) return { diagnosis, setAside: [] };

  const isLeft = (id: string): boolean => aside.every(({ cause }) => cause.id !== id);
  const causes = diagnosis.causes.filter(({ id }) => isLeft(id));
  const isFirstLeft = causes[0] !== undefined && causes[0] === diagnosis.causes[0];
  return {
    diagnosis: {
      ...diagnosis,
      causes,
      nextCheck: nextCheckOf(diagnosis, causes),
      fixes: diagnosis.fixes.filter((fix) => causes.some(({ id }) => id === fix.cause)),
      // They do not say of which cause they speak, and are those of the first.
      warnings: isFirstLeft ? diagnosis.warnings : [],
      verify: isFirstLeft ? diagnosis.verify : [],
    },
    setAside: aside,
  };
}

/** The check that was next, while it says something of the first cause that is left; else the first that does. */
function nextCheckOf({ checks, nextCheck }: Diagnosis, causes: readonly Cause[]): string | null {
  const before = checks.filter(({ id }) => id === nextCheck);
  for (const { id: cause } of causes) {
    const check = [...before, ...checks].find(
      ({ confirms, refutes }) => confirms.includes(cause) || refutes.includes(cause),
    );
    if (check !== undefined) return check.id;
  }
  return null;
}
