/** The shortest password taken (internal/identity/identity.go). */
export const shortest = 12

/** The secret of a letter's link. It stands behind the # so that no server's log holds it. */
export const linkToken = (hash: string = window.location.hash): string => hash.replace(/^#/, '').trim()
