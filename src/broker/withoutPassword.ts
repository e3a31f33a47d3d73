/** A URL fit to be shown: stars stand for its password, and for anything that may be part of one. */
export const withoutPassword = (url: string): string =>
  url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?([^@]*)@/is, (_, scheme = '', user: string) => {
    const name = user.includes(':') ? user.slice(0, user.indexOf(':')) : user
    return user === '' ? `${scheme}@` : `${scheme}${user.includes(':') ? `${name}:**` : '**'}@`
  })
