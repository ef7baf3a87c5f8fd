/** The package `popcert` without a page: its exports. Types: core/protocol.ts and core/api.ts, joined by the build. */

export type * from './core/protocol'
export type { Core } from './core/api'
export { loadCore } from './core/load'
