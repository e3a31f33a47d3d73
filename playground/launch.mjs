// What `npm run playground` starts.
import { launch } from '../launch.mjs'

await launch('playground')
