import * as z from 'zod';
import { LETTER } from '../sync/budget';

export const letterSchema = z
  .strictObject({
    hour: z
      .int()
      .min(0)
      .max(LETTER.latestHour)
      .default(8)
      .describe(
        'Hour of the day in Europe/Madrid at which the letter is sent; what could not be sent is tried again at each later one.',
      ),
    weekly: z
      .boolean()
      .default(false)
      .describe('On Mondays a letter says that all is in step, where nothing else is to be said.'),
    language: z.enum(['es', 'en']).default('es').describe('Language of the letter.'),
  })
  .prefault({})
  .describe(
    'The daily letter to the agency about what waits for a person. It is sent where the parameter DigestEmail of the deployment names somebody.',
  );
