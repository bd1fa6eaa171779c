/**
 * Lambda runs a newer Node: what the AWS SDK says about the Node of this machine is no news for whoever asks for a status.
 * The SDK's own switch, read when the first client is made. To be imported before all else.
 */
export const QUIET_SDK = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } as const;
Object.assign(process.env, QUIET_SDK);
