/**
 * The few words that the element says itself, when the frame cannot. What only the page's owner can mend is said in English
 * beside them.
 */
interface Texts {
    /** Of the frame, for a screen reader. */
    readonly title: string
    readonly notLoaded: string
    readonly retry: string
    readonly loadedAgain: string
}

const catalogue = {
    en: {
        title: 'Make the verification certificate',
        notLoaded: 'The signer could not be loaded.',
        retry: 'Try again',
        loadedAgain: 'The signer was loaded again. Choose your key once more.',
    },
    de: {
        title: 'Verifizierungszertifikat erstellen',
        notLoaded: 'Der Signierer wurde nicht geladen.',
        retry: 'Erneut versuchen',
        loadedAgain: 'Der Signierer wurde neu geladen. Wählen Sie den Schlüssel erneut.',
    },
    fr: {
        title: 'Créer le certificat de vérification',
        notLoaded: 'Le module de signature n’a pas pu être chargé.',
        retry: 'Réessayer',
        loadedAgain: 'Le module de signature a été rechargé. Rechoisissez votre clé.',
    },
    es: {
        title: 'Crear el certificado de verificación',
        notLoaded: 'No se pudo cargar el módulo de firma.',
        retry: 'Reintentar',
        loadedAgain: 'El módulo de firma se ha vuelto a cargar. Elija otra vez su clave.',
    },
    ja: {
        title: '検証証明書の作成',
        notLoaded: '署名画面を読み込めませんでした。',
        retry: '再試行',
        loadedAgain: '署名画面が再度読み込まれました。鍵をもう一度選択してください。',
    },
    zh: {
        title: '生成验证证书',
        notLoaded: '无法加载签名页面。',
        retry: '重试',
        loadedAgain: '签名页面已重新加载。请再次选择密钥。',
    },
} satisfies Record<string, Texts>

/** In the first of the languages that is here; BCP 47 tags. */
export function textsIn(languages: readonly string[]): Texts & { readonly language: string } {
    for (const tag of languages) {
        const language = tag.toLowerCase().split('-')[0] ?? ''
        if (Object.hasOwn(catalogue, language)) return { ...catalogue[language as keyof typeof catalogue], language }
    }
    return { ...catalogue.en, language: 'en' }
}

/** Why no signer answers, and what the page's owner has to do. `{src}` is the frame's address. */
export const loadHints = {
    FRAME_NOT_LOADED: '{src} has to be reachable, to be signer.html unchanged, and to allow that this page frames it.',
    FRAME_BLOCKED: 'This page’s Content-Security-Policy has to name {src} in frame-src.',
    PROTOCOL_UNSUPPORTED: '{src} and this page have to be of the same release of popcert.',
} as const
