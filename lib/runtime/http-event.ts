import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What a browser asked, as API Gateway tells it (HTTP API, payload format 2.0). */
export function requestOf(event: APIGatewayProxyEventV2): Request {
  const { requestContext, rawPath, rawQueryString, cookies } = event;
  const url = new URL(`https://${requestContext.domainName}`);
  // As it came: setting it does not resolve anything that API Gateway has left in it.
  url.pathname = rawPath;
  url.search = rawQueryString;
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers))
    if (value !== undefined && !/[^\x20-\x7e\t\x80-\xff]/.test(value)) headers.set(name, value);
  if (cookies !== undefined && cookies.length > 0) headers.set('Cookie', cookies.join('; '));
  const { method } = requestContext.http;
  const body =
    event.body === undefined || method === 'GET' || method === 'HEAD'
      ? undefined
      : Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  return new Request(url, { method, headers, body });
}

/** The same way back: each cookie by itself, and bytes in base64, so that pictures and fonts arrive as they are. */
export async function answerOf(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    if (name !== 'set-cookie') headers[name] = value;
  });
  return {
    statusCode: response.status,
    headers,
    cookies: response.headers.getSetCookie(),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    isBase64Encoded: true,
  };
}
