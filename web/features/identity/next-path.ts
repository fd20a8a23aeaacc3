/** Where to go after signing in: a path of this site from the query, else P4. Never another site. */
export function nextPath(asked: string | null): string {
  return asked !== null && /^\/[a-z]/.test(asked) ? asked : '/status'
}
