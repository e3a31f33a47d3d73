import { render, Text } from 'ink'

// The floor: what any program with Ink needs until its first frame.
render(<Text>bare Ink</Text>).unmount()
