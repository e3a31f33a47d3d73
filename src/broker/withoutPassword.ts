/** A URL fit to be shown: stars stand for its password, and for everything that may be a part of one. */
export const withoutPassword = (url: string, stars = '**'): string =>
  url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?(.*)@/is, (_, scheme = '', user: string) => {
    if (user === '') return `${scheme}@`
    const colon = user.indexOf(':')
    return `${scheme}${colon < 0 ? stars : `${user.slice(0, colon)}:${stars}`}@`
  })
