import { faultError } from '../../lib/giav/faults';
import { ConfigurationError, RecordError, RetryableError } from '../../lib/sync/errors';

const CHAIN =
  'System.Web.Services.Protocols.SoapException: No se ha podido procesar la solicitud. ---> ';
const fault = (last: string, code = 'soap:Server'): Error =>
  faultError('Cliente_PUT', code, CHAIN + last);

describe('only time-outs, deadlocks and connection faults are temporary', () => {
  it.each([
    'System.Data.SqlClient.SqlException (0x80131904): Timeout expired. The timeout period elapsed prior to completion of the operation.',
    'System.ComponentModel.Win32Exception (0x80004005): The wait operation timed out',
    'System.TimeoutException: La operación ha caducado.',
    'System.Data.SqlClient.SqlException: Se agotó el tiempo de espera.',
    'System.Data.SqlClient.SqlException: Transaction (Process ID 52) was deadlocked on lock resources with another process.',
    'System.Data.SqlClient.SqlException: La transacción quedó en interbloqueo y fue elegida como sujeto del interbloqueo.',
    'System.Data.SqlClient.SqlException: A network-related or instance-specific error occurred while establishing a connection to SQL Server.',
    'System.Data.SqlClient.SqlException: A transport-level error has occurred when receiving results from the server.',
    'System.Data.SqlClient.SqlException: Error relacionado con la red o específico de la instancia.',
    'System.Net.Sockets.SocketException: Se ha forzado la interrupción de una conexión existente por el host remoto',
    'System.InvalidOperationException: Lock request time out period exceeded.',
  ])('temporary: %s', (last) => {
    expect(fault(last)).toBeInstanceOf(RetryableError);
    expect(fault(last)).toMatchObject({ maybeApplied: true });
  });

  it.each([
    ['String or binary data would be truncated.', 'a text too long'],
    [
      'Los datos de cadena o binarios se truncarían. Se terminó la instrucción.',
      'the same in Spanish',
    ],
    [
      'The INSERT statement conflicted with the FOREIGN KEY constraint "FK_Timeout".',
      'a constraint',
    ],
    ['Conversion failed when converting date and/or time from character string.', 'a conversion'],
    [
      'The conversion of a varchar data type to a datetime data type resulted in an out-of-range value.',
      'a date out of range',
    ],
    ['Arithmetic overflow error converting expression to data type datetime.', 'an overflow'],
    ["Cannot insert the value NULL into column 'Tipo'.", 'a missing value'],
    ['Violation of UNIQUE KEY constraint. Cannot insert duplicate key.', 'a duplicate'],
    ["El valor 'timeout' no es válido.", 'a text that only quotes the word'],
  ])('permanent at once: %s (%s)', (last) => {
    expect(fault(`System.Data.SqlClient.SqlException (0x80131904): ${last}`)).toBeInstanceOf(
      RecordError,
    );
  });

  it("a refusal tells GIAV's own words: the last link, without what it quotes; the name of a column stays", () => {
    const error = fault(
      "System.Data.SqlClient.SqlException (0x80131904): String or binary data would be truncated in column 'Telefono'. Truncated value: '600111222'.",
    );
    expect(error.message).toBe(
      "GIAV refused Cliente_PUT: String or binary data would be truncated in column 'Telefono'. Truncated value: '…'.",
    );
  });

  it.each([
    [
      'English .NET',
      'System.ArgumentException: El Tipo no existe.\r\n   at Giav.Clientes.Guardar(Cliente c) in C:\\src\\Clientes.cs:line 412\r\n   --- End of inner exception stack trace ---\r\n   at Giav.Servicio.Cliente_PUT()',
    ],
    [
      'Spanish .NET',
      'System.ArgumentException: El Tipo no existe.\n   en Giav.Clientes.Guardar(Cliente c) en C:\\src\\Clientes.cs:línea 412\n   --- Fin del seguimiento de la pila de la excepción interna ---\n   en Giav.Servicio.Cliente_PUT()',
    ],
    [
      'all in one line',
      'System.ArgumentException: El Tipo no existe.    at Giav.Clientes.Guardar(Cliente c)    --- End of inner exception stack trace ---    at Giav.Servicio.Cliente_PUT()',
    ],
  ])('the lines of the stack are nobody’s business: %s', (_, last) => {
    expect(fault(last).message).toBe('GIAV refused Cliente_PUT: El Tipo no existe.');
  });

  it('sentences that follow one another on lines of their own are told as one line', () => {
    expect(fault('System.Exception: Falta el Tipo.\r\nSe terminó la instrucción.').message).toBe(
      'GIAV refused Cliente_PUT: Falta el Tipo. Se terminó la instrucción.',
    );
    expect(fault('System.Exception: No se vende at Madrid (Atocha) en tren').message).toBe(
      'GIAV refused Cliente_PUT: No se vende at Madrid (Atocha) en tren',
    );
  });

  it.each([
    ['El documento 12345678Z ya existe', '12345678Z'],
    ['El correo ana@example.com no es válido', 'ana@example.com'],
    ['El valor "García López no cabe', 'García'],
    ["en la columna 'García López' no", 'García'],
  ])('no personal data in a message: %s', (last, secret) => {
    expect(fault(`System.Exception: ${last}`).message).not.toContain(secret);
  });

  it('a wrong key and an unknown operation stay configuration errors', () => {
    expect(fault('System.Exception: ApiKey no válida')).toBeInstanceOf(ConfigurationError);
    const unknown = faultError(
      'X_PUT',
      'soap:Client',
      'Server did not recognize the value of HTTP Header SOAPAction: X.',
    );
    expect(unknown).toBeInstanceOf(ConfigurationError);
  });

  it('a fault of a megabyte is classified at once, whatever it is made of', () => {
    const started = performance.now();
    for (const part of [' ', '>', '-', '«', "'", '@', 'a', '1', '.', 'column ', '\n', ' --->']) {
      const text = part.repeat(1_000_000 / part.length);
      faultError('Cliente_PUT', part.repeat(1000), text);
      faultError('Cliente_PUT', 'soap:Client', `x ---> ${text}`);
    }
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
