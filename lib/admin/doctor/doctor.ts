import type { SyncConfig } from '../../config/schema';
import type { Deployment, DeskPorts } from '../admin-ports';
import type { Systems } from '../systems';
import { worstOf, examine, type Check, type Level } from './check';
import { ClientifyDoctor } from './clientify';
import { GiavDoctor } from './giav';
import { mappingQuestions } from './mapping';
import { stateQuestions } from './state';

export interface DoctorPorts {
  readonly systems: Systems;
  readonly config: SyncConfig;
  readonly autoSetup: boolean;
  /** null: nothing is deployed, and there is no local state yet. */
  readonly state: { readonly admin: DeskPorts; readonly deployment: Deployment | null } | null;
  readonly now: () => Date;
  readonly quick: boolean;
  readonly onCheck: (check: Check) => void;
}

export interface Diagnosis {
  readonly worst: Level;
  readonly checks: readonly Check[];
}

/** The questions to Clientify, with what is stored about it. */
function clientifyDoctor({ systems, config, autoSetup, state }: DoctorPorts): ClientifyDoctor {
  const account = state?.admin.account;
  return new ClientifyDoctor({
    http: systems.clientify,
    v2: systems.clientifyV2,
    second: systems.clientifySecond,
    learnt: account && (() => account.learnt()),
    proofs: state ? () => state.admin.filterProofs.proofs() : undefined,
    labels: account && (() => account.labels()),
    headers: systems.headers,
    config,
    autoSetup,
  });
}

/** Asks both systems and the state what could go wrong (giav.md, D1, clientify.md, A1). Changes nothing anywhere. */
export async function diagnose(ports: DoctorPorts): Promise<Diagnosis> {
  const { systems, config, state, now, quick, onCheck } = ports;
  const giav = new GiavDoctor({ giav: systems.giav, config, now, quick });
  const ofGiav = await examine('giav', giav.questions(), onCheck);
  const clientify = clientifyDoctor(ports);
  const ofClientify = await examine('clientify', clientify.questions(), onCheck);
  const answered = [ofGiav, ofClientify].every(([access]) => access?.level !== 'error');
  const account = state?.admin.account;
  const mapping = mappingQuestions({
    http: systems.clientify,
    config,
    states: giav.states,
    survey: giav.survey,
    known: account && (() => account.setup()),
    contacts: () => ({ total: clientify.contacts, documentos: clientify.contactDocumentos }),
  });
  const ofMapping = answered ? await examine('mapping', mapping, onCheck) : [];
  const ofState =
    state === null
      ? []
      : await examine('state', stateQuestions({ ...state, config, now }), onCheck);
  const checks = [...ofGiav, ...ofClientify, ...ofMapping, ...ofState];
  return { worst: worstOf(checks), checks };
}
