import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const resourceSchema = z.object({
  Type: z.string(),
  Condition: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});
export type Resource = z.infer<typeof resourceSchema>;

/** How the local cloud answers `Ref` and `Fn::GetAtt` of a resource. */
export interface Physical {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The synthesised template, with its references resolved to what the local cloud made. */
export class Template {
  readonly resources: Readonly<Record<string, Resource>>;
  private readonly outputs: Readonly<Record<string, { Value: unknown }>>;
  readonly physical = new Map<string, Physical>();

  constructor(
    private readonly directory: string,
    file: string,
  ) {
    const parsed = templateSchema.parse(JSON.parse(readFileSync(join(directory, file), 'utf8')));
    // What a parameter would have to ask for is not there: here nobody gets an e-mail.
    this.resources = Object.fromEntries(
      Object.entries(parsed.Resources).filter(([, { Condition }]) => Condition === undefined),
    );
    this.outputs = parsed.Outputs;
  }

  ofType(type: string): [string, Resource][] {
    return Object.entries(this.resources).filter(([, resource]) => resource.Type === type);
  }

  /** Directory of a function's bundle. */
  assetPath(resource: Resource): string {
    const { S3Key: key } = resource.Properties['Code'] as { S3Key: string };
    return join(this.directory, `asset.${key.replace(/\.zip$/, '')}`);
  }

  output(name: string): string {
    return String(this.resolve(this.outputs[name]?.Value));
  }

  /** Replaces Ref, Fn::GetAtt and Fn::Join by values; other functions do not occur in what runs locally. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    const [[name, argument] = ['', undefined]] = entries;
    if (entries.length === 1 && name === 'Ref') return this.refOf(String(argument));
    if (entries.length === 1 && name === 'Fn::GetAtt') {
      const [id = '', attribute = ''] = argument as string[];
      return this.physical.get(id)?.attributes[attribute] ?? `${id}.${attribute}`;
    }
    if (entries.length === 1 && name === 'Fn::Join') {
      const [separator, parts] = argument as [string, unknown[]];
      return (this.resolve(parts) as unknown[]).map(String).join(separator);
    }
    return Object.fromEntries(entries.map(([key, inner]) => [key, this.resolve(inner)]));
  }

  private refOf(id: string): string {
    if (id === 'AWS::Region') return 'eu-west-1';
    if (id === 'AWS::AccountId') return '000000000000';
    if (id === 'AWS::Partition') return 'aws';
    return this.physical.get(id)?.ref ?? id;
  }
}
