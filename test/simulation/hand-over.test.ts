import { ClientifyAccountApi } from '../../lib/clientify/account';
import { ClientifyHttp } from '../../lib/clientify/http';
import { parseSyncConfig } from '../../lib/config/environment';
import type { Run } from '../../lib/ports/run';
import { driveRun, type DrivePorts } from '../../lib/run/drive-run';
import { DynamoIndexParts } from '../../lib/state/index-parts';
import { DynamoRuns } from '../../lib/state/runs';
import { CLIENTIFY_URL } from '../../simulation/systems/clientify';
import { VirtualWorld } from '../harness/virtual-world';
