import {
  BootstraplessSynthesizer,
  Fn,
  type FileAssetLocation,
  type FileAssetSource,
} from 'aws-cdk-lib';
import { given } from './parameters';

/** A template that stands for itself: no bootstrap, and the code of its functions where its parameters say. */
export class ReleaseSynthesizer extends BootstraplessSynthesizer {
  /** Files of the release by their folder in the assembly. */
  readonly assets = new Map<string, string>();

  override addFileAsset({ sourceHash, fileName }: FileAssetSource): FileAssetLocation {
    if (fileName === undefined) throw new Error('an asset of a release is a folder');
    const zip = `${sourceHash}.zip`;
    this.assets.set(fileName, zip);
    const bucketName = given('AssetsBucket');
    const objectKey = Fn.join('', [given('AssetsPrefix'), zip]);
    const s3ObjectUrl = `s3://${bucketName}/${objectKey}`;
    return { bucketName, objectKey, s3ObjectUrl, httpUrl: s3ObjectUrl };
  }
}
