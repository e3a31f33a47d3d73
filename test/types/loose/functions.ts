import { Celery } from '../../../src/canvas/celery.ts'

void new Celery('bank')
//              ^ canvases are checked with \"strictFunctionTypes\" alone: set \"strict\": true in tsconfig.json
