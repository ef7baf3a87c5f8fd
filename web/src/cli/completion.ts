import type { Command } from './command'
import { exits } from './exit'
import { usage } from './failure'

/** Made of the commands' own tables, so that it can't fall behind. */
export function completion(commands: () => readonly Command[]): Command {
    return {
        name: 'completion',
        summary: 'print a completion script for the shell',
        usage: 'bash',
        help: 'For bash: commands, options, and files where an option takes one.',
        examples: ['source <(popcert completion bash)', 'popcert completion bash > /etc/bash_completion.d/popcert'],
        options: [],
        mostRest: 1,
        run(options, { output }) {
            if (options.rest[0] !== 'bash') throw usage('Only bash is known.', 'popcert completion bash')
            output.write(bash(commands()))
            return Promise.resolve(exits.done)
        },
    }
}

function bash(commands: readonly Command[]): string {
    const firsts = [...new Set(commands.map(({ name }) => name.split(' ')[0]))]
    const seconds = firsts.map((first) => [first, commands.map(({ name }) => name.split(' ')).filter(([word]) => word === first).flatMap(([, second]) => second ?? [])] as const)
        .filter(([, words]) => words.length > 0)
    const optionsOf = ({ options }: Command): string => [...options.map(({ name }) => `--${name}`), '--help'].join(' ')
    const files = [...new Set(commands.flatMap(({ options }) => options.filter(({ complete }) => complete === 'file').map(({ name }) => `--${name}`)))]
    const words = commands.flatMap(({ options }) => options.filter(({ complete }) => Array.isArray(complete)))
    return `# bash completion of popcert: source <(popcert completion bash)
_popcert() {
    local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command="\${COMP_WORDS[1]-}" options=
    COMPREPLY=()
    case $before in
        ${files.join('|')}) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
${words.map(({ name, complete }) => `        --${name}) mapfile -t COMPREPLY < <(compgen -W "${Array.isArray(complete) ? complete.join(' ') : ''}" -- "$word"); return ;;\n`).join('')}    esac
    if [[ $COMP_CWORD == 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${firsts.join(' ')} --help --version" -- "$word")
        return
    fi
${seconds.map(([first, second]) => `    if [[ $command == ${first ?? ''} && $COMP_CWORD == 2 ]]; then mapfile -t COMPREPLY < <(compgen -W "${second.join(' ')}" -- "$word"); return; fi
    [[ $command != ${first ?? ''} ]] || command="$command \${COMP_WORDS[2]}"\n`).join('')}    case $command in
${commands.map((command) => `        "${command.name}") options="${optionsOf(command)}" ;;`).join('\n')}
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -F _popcert popcert
`
}
