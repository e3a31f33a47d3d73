// What `npm run lesson` starts.
import { launch } from '../launch.mjs'

await launch('lesson')
