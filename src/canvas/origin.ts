/**
 * Marks a signature with where it was made: a key of its options that JSON does not carry. What it stands for is the
 * business of whoever sets it; copies of the signature keep it.
 */
export const origin = Symbol('origin')
