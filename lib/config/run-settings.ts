import * as z from 'zod';
import { DAY_MINUTES } from '../sync/budget';
import { cron } from './cron';

export const fullSchema = z
  .strictObject({
    cron: cron
      .nullable()
      .default('0 3 * * *')
      .describe(
        'When full runs start: five crontab fields in Europe/Madrid; null = never by themselves.',
      ),
  })
  .prefault({})
  .describe('Full runs.');

export const fullRunSchema = z
  .strictObject({
    putBack: z
      .enum(['giav-fields', 'all'])
      .default('giav-fields')
      .describe(
        "What full runs put back to GIAV's value while the way back does not write: fields that are GIAV's only, or all, edits of agents included.",
      ),
  })
  .prefault({})
  .describe('What full runs do to edits made in Clientify.');

export const modifiedSchema = z
  .strictObject({
    overlapMinutes: z
      .number()
      .min(0)
      .max(DAY_MINUTES)
      .default(10)
      .describe(
        'Minutes read again before the start of the last run (docs/contracts/giav.md, Q5).',
      ),
    sweepMinutes: z
      .number()
      .min(0)
      .nullable()
      .default(60)
      .describe(
        'How often a modified run also reads what no date filter shows, in minutes; 0 = every run, null = never.',
      ),
    everyMinutes: z
      .int()
      .min(0)
      .max(DAY_MINUTES)
      .default(10)
      .describe('Minutes between two scheduled modified runs; 0 = no schedule.'),
  })
  .prefault({})
  .describe('Modified runs.');

export const brakeSchema = z
  .strictObject({
    percent: z
      .number()
      .min(0)
      .max(100)
      .default(10)
      .describe('Share of the records read so far, in percent; atLeast has to be passed too.'),
    atLeast: z
      .int()
      .min(0)
      .default(50)
      .describe('Linked records that a run may change however few it has read.'),
    clears: z.int().min(0).default(20).describe('Values that a run may empty in Clientify.'),
  })
  .nullable()
  .prefault({})
  .describe(
    'How much a run may change of what Clientify holds before it holds and asks an administrator (cli runs confirm, cli runs reject). Created records do not count; null = no limit.',
  );
