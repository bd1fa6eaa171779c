import type { AgencyData } from '../../simulators/agency/data';

/** An agency of which there is nothing but its pipelines. */
export const emptyAgency = (pipelines: AgencyData['pipelines']): AgencyData => ({
  clients: [],
  expedientes: [],
  stages: [],
  offices: [],
  contacts: [],
  companies: [],
  deals: [],
  invoices: [],
  reservations: [],
  pipelines,
});
