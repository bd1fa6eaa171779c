/** Stands in for the SDK's event streams in the bundles: no call of this product answers with one. */
const refuse = (): never => {
  throw new Error('an answer of AWS is a stream of events; what reads them is not bundled');
};
export const EventStreamSerde = refuse;
export const eventStreamSerdeProvider = refuse;
