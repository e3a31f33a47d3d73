/** True when two types are the same, `any` and `unknown` included. */
export type Same<Left, Right> =
  (<Probe>() => Probe extends Left ? 1 : 2) extends <Probe>() => Probe extends Right ? 1 : 2 ? true : false

/** `is<number>()(value)` compiles when the value is of that very type. */
export const is =
  <Expected>() =>
  <Given>(_value: Given, ..._same: Same<Given, Expected> extends true ? [] : [expected: Expected]): void => {}
