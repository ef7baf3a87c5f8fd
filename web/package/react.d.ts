/** `import 'popcert/react'` registers `<popcert-signer>` and tells React's JSX (19 and newer) of it. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { PopcertSignerElement, PopcertSignerEventMap } from './element.js'

export * from './element.js'

type Events = { [K in keyof PopcertSignerEventMap as `on${K}`]?: (event: PopcertSignerEventMap[K]) => void }
type Properties = Partial<Pick<PopcertSignerElement, 'src' | 'verificationCode' | 'requests' | 'caCertificate' | 'theme' | 'language' | 'service'>>

export type PopcertSignerProps = DetailedHTMLProps<HTMLAttributes<PopcertSignerElement>, PopcertSignerElement> & Properties & Events & {
    'verification-code'?: string | undefined
    mode?: 'compact' | 'full' | undefined
    class?: string | undefined
}

declare module 'react' {
    namespace JSX {
        interface IntrinsicElements {
            'popcert-signer': PopcertSignerProps
        }
    }
}
