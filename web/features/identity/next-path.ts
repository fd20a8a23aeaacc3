/** Where to go after signing in: a path of ours from the query, else the state. Never another site. */
export function nextPath(asked: string | null): string {
  return asked !== null && /^\/[a-z]/.test(asked) ? asked : '/status'
}
