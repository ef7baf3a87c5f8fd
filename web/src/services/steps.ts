/** From a certificate that was made to the state "verified" at a service, in English: `nextSteps`. */
export interface NextSteps {
    /** Of the service, in full. */
    readonly title: string
    /** Where its console wants the file. */
    readonly path: string
    /** Other ways than the console; may be empty. */
    readonly commands: readonly ServiceCommand[]
    /** What is honest to know. */
    readonly notes: readonly string[]
}

/** Capitals in it are the person's to fill in. */
export interface ServiceCommand {
    /** Of the tool and of what it is for: no sentence, the same in every language. */
    readonly name: string
    readonly text: string
}

/** As the files are called where the person has them. A name that a shell would take apart stands in no text: capitals are there instead. */
export interface NextStepFiles {
    readonly certificateFile: string
    readonly caFile?: string | undefined
}
