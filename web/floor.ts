/**
 * The oldest supported browsers, and the only place that names them. The build lowers syntax to them, README.md names
 * them, and test/web/build/floor.test.ts holds the built files to them.
 */
export const FLOOR = { safari: '16.4', chrome: '109', firefox: '115' } as const

/** The same as targets of the build. */
export const TARGETS = Object.entries(FLOOR).map(([browser, version]) => browser + version)
