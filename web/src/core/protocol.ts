/** The types that page, worker, package and WebAssembly share. No code: what may be said, not who says it. */
export type * from './protocol/errors'
export type * from './protocol/algorithms'
export type * from './protocol/items'
export type * from './protocol/creating'
export type * from './protocol/elsewhere'
export type * from './protocol/chain'
