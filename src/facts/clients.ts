import type { Symptom } from './symptom.ts';
import type { Facts } from './vocabulary.ts';

/** The symptom with what the access log says that clients got, where it says so. */
export function withClients(symptom: Symptom, facts: Facts): Symptom {
  const percent = facts.get('retry-rescued-percent')?.value;
  if (typeof percent !== 'number' || symptom.isTruncated === true) return symptom;
  if (percent === 100) {
    return { ...symptom, clients: 'nothing of it: nginx retried every request', isRetried: true };
  }
  const failed = symptom.status ?? 502;
  if (percent === 0)
    return { ...symptom, clients: `${failed}; no retry saved a request`, isRetried: false };
  const clients = `${failed}, but ${percent} % of the requests were saved by a retry`;
  return { ...symptom, clients, isRetried: undefined };
}
