declare module 'amaro' {
  interface Amaro {
    /** Throws a string when the source cannot be read. */
    transformSync(source: string, options: { readonly mode: 'strip-only' }): { readonly code: string }
  }
  const amaro: Amaro
  export default amaro
}
