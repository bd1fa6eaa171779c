import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { answerOf, requestOf } from '../../lib/runtime/http-event';

const event = (more: object): APIGatewayProxyEventV2 =>
  ({
    rawPath: '/console',
    rawQueryString: '',
    headers: {},
    requestContext: { domainName: 'x.example', http: { method: 'GET' } },
    ...more,
  }) as APIGatewayProxyEventV2;

describe('what API Gateway tells of a request', () => {
  it('is its address, headers and cookies', () => {
    const request = requestOf(
      event({
        rawPath: '/console/ficha',
        rawQueryString: 'id=7&q=%C3%B1',
        headers: { origin: 'https://x.example', 'accept-language': 'es' },
        cookies: ['a=1', 'b=2'],
      }),
    );
    expect(request.url).toBe('https://x.example/console/ficha?id=7&q=%C3%B1');
    expect(request.headers.get('origin')).toBe('https://x.example');
    expect(request.headers.get('cookie')).toBe('a=1; b=2');
  });
  it.each(['//evil.example/console', '/\\evil.example', '/@evil.example', '/console/../x?y#z'])(
    'is on our own host, whatever the path is: %s',
    (rawPath) => {
      const { host, username } = new URL(requestOf(event({ rawPath })).url);
      expect([host, username]).toEqual(['x.example', '']);
    },
  );
  it('is taken although a header of it cannot be one', () => {
    const headers = { 'x-name': 'sí', 'x-odd': 'a\u{1F600}', 'x-broken': 'a\nb' };
    const request = requestOf(event({ headers }));
    expect([request.headers.get('x-odd'), request.headers.get('x-broken')]).toEqual([null, null]);
  });
  it.each([
    [true, Buffer.from('a=%C3%B1').toString('base64')],
    [false, 'a=%C3%B1'],
  ])('is a form, in base64: %s', async (isBase64Encoded, body) => {
    const request = requestOf(
      event({
        isBase64Encoded,
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        requestContext: { domainName: 'x.example', http: { method: 'POST' } },
      }),
    );
    expect(new URLSearchParams(await request.text()).get('a')).toBe('ñ');
  });
});

describe('what API Gateway is answered', () => {
  it('is the same, cookie by cookie and byte by byte', async () => {
    const headers = new Headers({ 'Content-Type': 'font/woff2' });
    headers.append('Set-Cookie', 'a=1; Path=/');
    headers.append('Set-Cookie', 'b=2; Path=/');
    const bytes = Buffer.from([0, 255, 128, 10]);
    const answer = await answerOf(new Response(bytes, { status: 201, headers }));
    expect(answer).toMatchObject({
      statusCode: 201,
      headers: { 'content-type': 'font/woff2' },
      cookies: ['a=1; Path=/', 'b=2; Path=/'],
    });
    expect(Buffer.from(answer.body ?? '', 'base64')).toEqual(bytes);
  });
});
