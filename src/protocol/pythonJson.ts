/**
 * JSON as Python's `json.dumps` writes it: with spaces, in ASCII. Celery keeps the parts of a chord as such texts in a
 * sorted set, where the same part from workers of both languages has to be the same text.
 */
export function pythonJson(value: unknown): string {
  if (typeof value === 'string') return text(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return `{${entries.map(([key, item]) => `${text(key)}: ${pythonJson(item)}`).join(', ')}}`
}

const text = (value: string): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
