import { describe, expect, it } from 'vitest';
import { definitions } from '../../src/cli/definitions/index.js';
import { hotfixkit } from '../support/command-line.js';

const names = Object.keys(definitions);
const help = async (...argv: string[]) => (await hotfixkit([...argv, '--help'])).stdout;

describe('help', () => {
  it('of the program', async () => {
    expect(await help()).toMatchInlineSnapshot(`
      "Usage: hotfixkit <command> [options]

      Reads MSI, MSP, CAB and zip packages, emulates msiexec /a, verifies and stages
      hotfixes.

      Options:
        -V, --version  print the version
        -h, --help     print this help

      Look:
        info           Show what a package is: product, codes, platform, cabinets,
                       patch targets, signature
        list           List the files of a package with paths, sizes, versions,
                       platforms
        tables         List the tables of a database, print rows, export them
        streams        List the streams of a database, or write some of them
        versions       Show versions, platforms and languages of executables in
                       folders or packages
        diff           Compare packages, images, patches or folders: files by path,
                       versions, signatures, rows
        view           Show a package in the browser of this system
        patches        Say which patches apply to a product, in which order, and which
                       are superseded

      Take out:
        extract        Extract files and check them against the sizes and hashes in
                       the package
        msiexec        Create an administrative image, as msiexec /a package
                       TARGETDIR=folder does
        delta          Show or apply a PatchAPI delta (PA19)

      Check:
        verify         Check a folder, image or package against a published file table
        signature      Verify the Authenticode signatures of files: who signed, when,
                       unchanged or not
        manifest       List and show published file tables, import articles
        diagnose       Search client logs for known symptoms

      Use:
        stage          Put the client patch and the utility where ConfigMgr expects
                       them
        prepare        Do everything: open, create the image, verify, stage, report
        transform      Create a transform (.mst) that makes one database of another
        recover        Restore a folder after a run was killed

      Help:
        help           Show help for a command, or the manual page
        completions    Print a script for completion in a shell

      hotfixkit help <command> shows options and examples.

      Example:
        hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out
      "
    `);
  });

  it('of info', async () => {
    expect(await help('info')).toMatchInlineSnapshot(`
      "Usage: hotfixkit info [options] <package...>

      Show what a package is: product, codes, platform, cabinets, patch targets,
      signature

      Arguments:
        package                 a package, a container, or a folder with an image;
                                patterns such as *.msi are expanded

      Options:
        --signature             verify the signature of a large file too (more than 32
                                MB), which is read for that
        --actions               show what it does when it installs: scope, launch
                                conditions, custom actions, services, programs at
                                logon
        --base <package>        the package that a patch or transform is for; shows
                                old values
        --with <file>           a patch or transform to apply first, without writing
                                anything; \`:1031\` is one in the package itself; may be
                                repeated
        -o, --output <file>     write the answer to a file, as UTF-8, instead of
                                printing it

      Signatures:
        --trust <file>          certificates (PEM or DER) to trust beside the roots of
                                Microsoft; may be repeated
        --trust-system          trust the certificates that the system trusts too;
                                most are meant for web sites
        --catalog <file>        a catalogue (.cat) that signs files which carry no
                                signature; may be repeated
        --crl <file>            revocation lists (PEM or DER) to look certificates up
                                in; may be repeated
        --signed-by <name>      demand this signer: its whole CN or O, e.g. "Microsoft
                                Corporation"
        --at <time>             judge signatures without a timestamp by this time,
                                e.g. 2026-01-31 (default: now)

      Opening packages:
        --strict                treat recoverable flaws as errors
        --codepage <number>     Windows code page for names and strings
        --password <text>       password of an encrypted zip archive (or set
                                HOTFIXKIT_PASSWORD)
        --max-depth <number>    most containers within each other (default 8)
        --max-entries <number>  most files in all containers together (default 100000)
        --max-ratio <number>    largest unpacked size, as a multiple of the packed
                                size (default 250)
        --max-size <bytes>      largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>      folder with cabinets and loose files that are not
                                beside the package; may be repeated
        --rename-unsafe         change unsafe and duplicate names in containers
                                instead of refusing them

      Every command:
        --config <file>         settings (default: hotfixkit.config.json in this
                                folder or one above it)
        --max-time <seconds>    end a run that makes no progress for this long
                                (default 60)
        --max-memory <MB>       most memory for a run (default 1536, at most half of
                                this machine’s)
        --json                  print one JSON document and nothing else
        -q, --quiet             print errors only
        --verbose               show all warnings, and the stack of an error
        --no-color              no colours
        -V, --version           print the version
        -h, --help              print this help

      Examples:
        hotfixkit info SCCM2007-SP2-KB977203-ENU.msi
        hotfixkit info "*.msp" --json -o patches.json
        hotfixkit info package.msi --actions
        hotfixkit info client.msi --with fix.msp --actions
        hotfixkit info hotfix.msp --base client.msi
        hotfixkit info client.msi --with fix.msp
      "
    `);
  });

  it('of list', async () => {
    expect(await help('list')).toMatchInlineSnapshot(`
      "Usage: hotfixkit list [options] <package>

      List the files of a package with paths, sizes, versions, platforms

      Arguments:
        package                 a package, a container or a folder

      Options:
        --layout <layout>       which path to show (choices: "target", "source",
                                "key", default: "target")
        --format <format>       format of the answer (default text; json with --json)
                                (choices: "text", "json", "junit", "markdown", "html",
                                "csv", "sha256", "github", "cyclonedx", "spdx")
        --hash                  add the SHA-256 of every file; writes nothing
        --signature             add the verdict and the signer of every file that
                                carries a signature; writes nothing
        --base <package>        the package that a patch or transform is for; shows
                                old values
        --with <file>           a patch or transform to apply first, without writing
                                anything; \`:1031\` is one in the package itself; may be
                                repeated
        --only <glob>           only files that match, in any letter case; may be
                                repeated
        -o, --output <file>     write the answer to a file, as UTF-8, instead of
                                printing it

      Signatures:
        --trust <file>          certificates (PEM or DER) to trust beside the roots of
                                Microsoft; may be repeated
        --trust-system          trust the certificates that the system trusts too;
                                most are meant for web sites
        --catalog <file>        a catalogue (.cat) that signs files which carry no
                                signature; may be repeated
        --crl <file>            revocation lists (PEM or DER) to look certificates up
                                in; may be repeated
        --signed-by <name>      demand this signer: its whole CN or O, e.g. "Microsoft
                                Corporation"
        --at <time>             judge signatures without a timestamp by this time,
                                e.g. 2026-01-31 (default: now)

      Opening packages:
        --strict                treat recoverable flaws as errors
        --codepage <number>     Windows code page for names and strings
        --password <text>       password of an encrypted zip archive (or set
                                HOTFIXKIT_PASSWORD)
        --max-depth <number>    most containers within each other (default 8)
        --max-entries <number>  most files in all containers together (default 100000)
        --max-ratio <number>    largest unpacked size, as a multiple of the packed
                                size (default 250)
        --max-size <bytes>      largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>      folder with cabinets and loose files that are not
                                beside the package; may be repeated
        --rename-unsafe         change unsafe and duplicate names in containers
                                instead of refusing them

      Every command:
        --config <file>         settings (default: hotfixkit.config.json in this
                                folder or one above it)
        --max-time <seconds>    end a run that makes no progress for this long
                                (default 60)
        --max-memory <MB>       most memory for a run (default 1536, at most half of
                                this machine’s)
        --json                  print one JSON document and nothing else
        -q, --quiet             print errors only
        --verbose               show all warnings, and the stack of an error
        --no-color              no colours
        -V, --version           print the version
        -h, --help              print this help

      Examples:
        hotfixkit list SCCM2007-SP2-KB977203-ENU.msi
        hotfixkit list package.msi --only "*.dll" --hash --json -o files.json
        hotfixkit list package.msi --layout source
        hotfixkit list package.msi --format cyclonedx -o package.cdx.json
        hotfixkit list package.msi --format sha256 -o package.sha256
        hotfixkit list download.exe --signature
        hotfixkit list patch.msp --base package.msi
        hotfixkit list client.msi --with site.mst --with fix.msp
      "
    `);
  });

  it('of tables', async () => {
    expect(await help('tables')).toMatchInlineSnapshot(`
      "Usage: hotfixkit tables [options] <database> [name...]

      List the tables of a database, print rows, export them

      Arguments:
        database                a package; patch.msp#NAME is a transform in a patch
        name                    a table; lists all if left out

      Options:
        --format <format>       format of the rows (default text; json with --json)
                                (choices: "text", "json", "csv", "idt")
        -o, --output <dir>      write one file for each table instead of printing
        --where <condition>     only rows that match, e.g. "Component_ = 'C1' AND
                                FileSize > 1000"
        --base <package>        the package that a patch or transform is for; shows
                                old values
        --with <file>           a patch or transform to apply first, without writing
                                anything; \`:1031\` is one in the package itself; may be
                                repeated
        --answer <file>         write what would be printed to a file, as UTF-8
        --flush <when>          flush files to disk before the files they replace are
                                deleted; auto: only if some are replaced (choices:
                                "auto", "always", "never", default: "auto")

      Opening packages:
        --strict                treat recoverable flaws as errors
        --codepage <number>     Windows code page for names and strings
        --password <text>       password of an encrypted zip archive (or set
                                HOTFIXKIT_PASSWORD)
        --max-depth <number>    most containers within each other (default 8)
        --max-entries <number>  most files in all containers together (default 100000)
        --max-ratio <number>    largest unpacked size, as a multiple of the packed
                                size (default 250)
        --max-size <bytes>      largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>      folder with cabinets and loose files that are not
                                beside the package; may be repeated
        --rename-unsafe         change unsafe and duplicate names in containers
                                instead of refusing them

      Every command:
        --config <file>         settings (default: hotfixkit.config.json in this
                                folder or one above it)
        --max-time <seconds>    end a run that makes no progress for this long
                                (default 60)
        --max-memory <MB>       most memory for a run (default 1536, at most half of
                                this machine’s)
        --json                  print one JSON document and nothing else
        -q, --quiet             print errors only
        --verbose               show all warnings, and the stack of an error
        --no-color              no colours
        -V, --version           print the version
        -h, --help              print this help

      Examples:
        hotfixkit tables package.msi
        hotfixkit tables package.msi File --where "FileSize > 1000000"
        hotfixkit tables package.msi Property --format csv --answer Property.csv
        hotfixkit tables package.msi --format idt -o tables
        hotfixkit tables patch.msp#T1ToU1
        hotfixkit tables patch.msp#T1ToU1 File --base package.msi
        hotfixkit tables client.msi Property --with site.mst --with fix.msp
      "
    `);
  });

  it('of streams', async () => {
    expect(await help('streams')).toMatchInlineSnapshot(`
      "Usage: hotfixkit streams [options] <database> [name...]

      List the streams of a database, or write some of them

      Arguments:
        database                a package; patch.msp#NAME is a transform in a patch
        name                    a stream as it is listed, a row of Binary or Icon, or
                                a pattern; all if left out

      Options:
        -o, --output <file>     file for the one stream that is named, or folder for
                                those that match; - is stdout
        --answer <file>         write what would be printed to a file, as UTF-8

      Opening packages:
        --strict                treat recoverable flaws as errors
        --codepage <number>     Windows code page for names and strings
        --password <text>       password of an encrypted zip archive (or set
                                HOTFIXKIT_PASSWORD)
        --max-depth <number>    most containers within each other (default 8)
        --max-entries <number>  most files in all containers together (default 100000)
        --max-ratio <number>    largest unpacked size, as a multiple of the packed
                                size (default 250)
        --max-size <bytes>      largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>      folder with cabinets and loose files that are not
                                beside the package; may be repeated
        --rename-unsafe         change unsafe and duplicate names in containers
                                instead of refusing them

      Every command:
        --config <file>         settings (default: hotfixkit.config.json in this
                                folder or one above it)
        --max-time <seconds>    end a run that makes no progress for this long
                                (default 60)
        --max-memory <MB>       most memory for a run (default 1536, at most half of
                                this machine’s)
        --json                  print one JSON document and nothing else
        -q, --quiet             print errors only
        --verbose               show all warnings, and the stack of an error
        --no-color              no colours
        -V, --version           print the version
        -h, --help              print this help

      Examples:
        hotfixkit streams package.msi
        hotfixkit streams package.msi product.cab -o product.cab
        hotfixkit streams package.msi CustomActions -o ca.dll
        hotfixkit streams package.msi "Binary.*" "Icon.*" -o rows
        hotfixkit streams patch.msp#T1ToU1
      "
    `);
  });

  it('of versions', async () => {
    expect(await help('versions')).toMatchInlineSnapshot(`
      "Usage: hotfixkit versions [options] <path...>

      Show versions, platforms and languages of executables in folders or packages

      Arguments:
        path                    a folder, a package, an executable, or a pattern

      Options:
        --only <glob>           only files that match; may be repeated
        -o, --output <file>     write the answer to a file, as UTF-8, instead of
                                printing it

      Opening packages:
        --strict                treat recoverable flaws as errors
        --codepage <number>     Windows code page for names and strings
        --password <text>       password of an encrypted zip archive (or set
                                HOTFIXKIT_PASSWORD)
        --max-depth <number>    most containers within each other (default 8)
        --max-entries <number>  most files in all containers together (default 100000)
        --max-ratio <number>    largest unpacked size, as a multiple of the packed
                                size (default 250)
        --max-size <bytes>      largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>      folder with cabinets and loose files that are not
                                beside the package; may be repeated
        --rename-unsafe         change unsafe and duplicate names in containers
                                instead of refusing them

      Every command:
        --config <file>         settings (default: hotfixkit.config.json in this
                                folder or one above it)
        --max-time <seconds>    end a run that makes no progress for this long
                                (default 60)
        --max-memory <MB>       most memory for a run (default 1536, at most half of
                                this machine’s)
        --json                  print one JSON document and nothing else
        -q, --quiet             print errors only
        --verbose               show all warnings, and the stack of an error
        --no-color              no colours
        -V, --version           print the version
        -h, --help              print this help

      Examples:
        hotfixkit versions out/image
        hotfixkit versions package.msi --only "ccm*.exe"
        hotfixkit versions "bin/*.dll" ccmsetup.exe
      "
    `);
  });

  it('of diff', async () => {
    expect(await help('diff')).toMatchInlineSnapshot(`
      "Usage: hotfixkit diff [options] <old> <new>

      Compare packages, images, patches or folders: files by path, versions,
      signatures, rows

      Arguments:
        old                     the old package, image, patch or folder
        new                     the new one, or a transform: patch.msp#NAME

      Options:
        --format <format>       format of the answer (default text; json with --json)
                                (choices: "text", "json", "junit", "markdown", "html",
                                "csv", "sha256", "github")
        -o, --output <file>     write the answer to a file, as UTF-8, instead of
                                printing it

      Signatures:
        --trust <file>          certificates (PEM or DER) to trust beside the roots of
                                Microsoft; may be repeated
        --trust-system          trust the certificates that the system trusts too;
                                most are meant for web sites
        --catalog <file>        a catalogue (.cat) that signs files which carry no
                                signature; may be repeated
        --crl <file>            revocation lists (PEM or DER) to look certificates up
                                in; may be repeated
        --signed-by <name>      demand this signer: its whole CN or O, e.g. "Microsoft
                                Corporation"
        --at <time>             judge signatures without a timestamp by this time,
                                e.g. 2026-01-31 (default: now)

      Opening packages:
        --strict                treat recoverable flaws as errors
        --codepage <number>     Windows code page for names and strings
        --password <text>       password of an encrypted zip archive (or set
                                HOTFIXKIT_PASSWORD)
        --max-depth <number>    most containers within each other (default 8)
        --max-entries <number>  most files in all containers together (default 100000)
        --max-ratio <number>    largest unpacked size, as a multiple of the packed
                                size (default 250)
        --max-size <bytes>      largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>      folder with cabinets and loose files that are not
                                beside the package; may be repeated
        --rename-unsafe         change unsafe and duplicate names in containers
                                instead of refusing them

      Every command:
        --config <file>         settings (default: hotfixkit.config.json in this
                                folder or one above it)
        --max-time <seconds>    end a run that makes no progress for this long
                                (default 60)
        --max-memory <MB>       most memory for a run (default 1536, at most half of
                                this machine’s)
        --json                  print one JSON document and nothing else
        -q, --quiet             print errors only
        --verbose               show all warnings, and the stack of an error
        --no-color              no colours
        -V, --version           print the version
        -h, --help              print this help

      Examples:
        hotfixkit diff original.msi image
        hotfixkit diff v1.msi v2.msi --format html -o changes.html
        hotfixkit diff old-share new-share --format csv -o changes.csv
        hotfixkit diff package.msi patch.msp#T1ToU1
      "
    `);
  });

  it('of extract', async () => {
    expect(await help('extract')).toMatchInlineSnapshot(`
      "Usage: hotfixkit extract|x [options] <package> [name...]

      Extract files and check them against the sizes and hashes in the package

      Arguments:
        package                 a package or container; outer.exe!inner.msi is inside
                                another
        name                    files to extract, or patterns, as with --only

      Options:
        -o, --output <dir>      folder to write to; created if it does not exist; -
                                writes one file to stdout
        --layout <layout>       folders as installed, as in the source, none, or File
                                keys as names (choices: "target", "source", "flat",
                                "key", default: "target")
        --only <glob>           only files that match; a name alone matches in any
                                folder; may be repeated
        --overwrite [when]      replace files that exist and differ; alone it means
                                always (choices: "never", "always", default: "never")
        --on-conflict <how>     what to do when two files have one path (choices:
                                "fail", "first", "last", "rename", default: "fail")
        --ignore-mismatch       warn instead of failing when a size or hash differs
                                from the package’s tables
        --base <package>        for a patch: the product or image; deltas are applied
                                to its files
        --deltas                for a patch without --base: write the deltas too
        --dry-run               show what would be written
        --answer <file>         write what would be printed to a file, as UTF-8
        --flush <when>          flush files to disk before the files they replace are
                                deleted; auto: only if some are replaced (choices:
                                "auto", "always", "never", default: "auto")

      Opening packages:
        --strict                treat recoverable flaws as errors
        --codepage <number>     Windows code page for names and strings
        --password <text>       password of an encrypted zip archive (or set
                                HOTFIXKIT_PASSWORD)
        --max-depth <number>    most containers within each other (default 8)
        --max-entries <number>  most files in all containers together (default 100000)
        --max-ratio <number>    largest unpacked size, as a multiple of the packed
                                size (default 250)
        --max-size <bytes>      largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>      folder with cabinets and loose files that are not
                                beside the package; may be repeated
        --rename-unsafe         change unsafe and duplicate names in containers
                                instead of refusing them

      Every command:
        --config <file>         settings (default: hotfixkit.config.json in this
                                folder or one above it)
        --max-time <seconds>    end a run that makes no progress for this long
                                (default 60)
        --max-memory <MB>       most memory for a run (default 1536, at most half of
                                this machine’s)
        --json                  print one JSON document and nothing else
        -q, --quiet             print errors only
        --verbose               show all warnings, and the stack of an error
        --no-color              no colours
        -V, --version           print the version
        -h, --help              print this help

      Examples:
        hotfixkit extract package.msi -o out
        hotfixkit extract SCCM2007-SP2-KB977203-ENU.msi --only "**/ccmcertfix.exe" -o .
        hotfixkit extract package.msi setup.exe "*.dll" -o out
        hotfixkit extract package.msi readme.txt -o -
        hotfixkit extract package.msi --layout source -o image
        hotfixkit extract fix.msp --base image/product.msi -o out
      "
    `);
  });

  it('of msiexec', async () => {
    expect(await help('msiexec')).toMatchInlineSnapshot(`
      "Usage: hotfixkit msiexec [options] [arguments...]

      Create an administrative image, as msiexec /a package TARGETDIR=folder does

      Arguments:
        arguments                     the arguments of msiexec: /a package [/p patch]
                                      [/q…] [/l… log] [PROPERTY=value]…

      Options:
        --engine <engine>             builtin, or native: the msiexec of this Windows
                                      (before its arguments) (choices: "builtin",
                                      "native", default: "builtin")
        --component-conditions <how>  components whose condition is false: include
                                      their files (ignore) or not (apply) (choices:
                                      "ignore", "apply", default: "ignore")
        --launch-conditions <how>     whether LaunchConditions in the sequence can
                                      stop the run (choices: "ignore", "apply",
                                      default: "apply")
        --missing-sequence <how>      a package without AdminExecuteSequence: use the
                                      suggested sequence, or refuse (choices:
                                      "suggested", "refuse", default: "suggested")
        --saved-properties <how>      properties that the source image has saved: keep
                                      them too, or not (choices: "merge", "replace",
                                      default: "merge")
        --elevation-bit <how>         bit 3 of the image’s Word Count (no elevation
                                      needed) (choices: "keep", "clear", default:
                                      "keep")
        --disable-media <how>         DISABLEMEDIA in the image, if Page Count is
                                      below 150 (choices: "leave", "add", default:
                                      "leave")
        --file-mismatch <how>         a file whose size or hash is not the one in the
                                      package’s tables: taken with a warning, as
                                      Windows does, or refused (choices: "take",
                                      "refuse", default: "take")
        --dry-run                     read and check everything, and say what would be
                                      written; anywhere in the line
        --answer <file>               write what would be printed to a file, as UTF-8
        --flush <when>                flush files to disk before the files they
                                      replace are deleted; auto: only if some are
                                      replaced (choices: "auto", "always", "never",
                                      default: "always")

      Opening packages:
        --source-dir <dir>            folder with cabinets and loose files that are
                                      not beside the package; may be repeated

      Every command:
        --config <file>               settings (default: hotfixkit.config.json in this
                                      folder or one above it)
        --max-time <seconds>          end a run that makes no progress for this long
                                      (default 60)
        --max-memory <MB>             most memory for a run (default 1536, at most
                                      half of this machine’s)
        --json                        print one JSON document and nothing else
        --verbose                     show all warnings, and the stack of an error
        --no-color                    no colours
        --quiet                       print errors only
        --version                     print the version
        -h, --help                    print this help

      Examples:
        hotfixkit msiexec /a SCCM2007-SP2-KB977203-ENU.msi /qb TARGETDIR=out
        hotfixkit msiexec /a package.msi /qn "/l*v" install.log TARGETDIR="/srv/images/my package" SHORTFILENAMES=1
        hotfixkit msiexec "msiexec.exe /a package.msi /qb targetdir =out"
        hotfixkit msiexec /a image/client.msi /p kb977203.msp /qn --dry-run
        hotfixkit msiexec --component-conditions apply /a package.msi /qn TARGETDIR=out
        hotfixkit msiexec --source-dir //server/media/disk2 /a package.msi /qn TARGETDIR=out
        hotfixkit msiexec --engine native /a package.msi /qn TARGETDIR="C:\\image"
      "
    `);
  });

  it('of delta', async () => {
    expect(await help('delta')).toMatchInlineSnapshot(`
      "Usage: hotfixkit delta [options] <action> <patch> [old]

      Show or apply a PatchAPI delta (PA19)

      Arguments:
        action                show the delta, or create the new file (choices: "info",
                              "apply")
        patch                 the delta
        old                   the old file

      Options:
        -o, --output <file>   the new file; with info: a file for the answer

      Every command:
        --config <file>       settings (default: hotfixkit.config.json in this folder
                              or one above it)
        --max-time <seconds>  end a run that makes no progress for this long (default
                              60)
        --max-memory <MB>     most memory for a run (default 1536, at most half of
                              this machine’s)
        --json                print one JSON document and nothing else
        -q, --quiet           print errors only
        --verbose             show all warnings, and the stack of an error
        --no-color            no colours
        -V, --version         print the version
        -h, --help            print this help

      Examples:
        hotfixkit delta info update.pa
        hotfixkit delta apply update.pa old.dll -o new.dll
      "
    `);
  });

  it('of verify', async () => {
    expect(await help('verify')).toMatchInlineSnapshot(`
      "Usage: hotfixkit verify [options] <path...>

      Check a folder, image or package against a published file table

      Arguments:
        path                    a folder, a package, one of the files, or a pattern

      Options:
        --kb <number>           number of a built-in article, e.g. 977203
        --manifest <path>       a manifest or article of your own, or a folder of them
                                (--kb selects one, or says the number)
        --product <text>        file table to use, e.g. SP2 (default: the one that
                                fits the files)
        --require <check>       a file name and the versions it may have, e.g.
                                "ccmsetup.exe >=4.0.6487.2111"; with or without a
                                table
        --only-present          accept files that are missing
        --together              judge several paths as one: what one lacks may be in
                                another; without it, each must be right
        --with <file>           a patch or transform to apply first, without writing
                                anything; \`:1031\` is one in the package itself; may be
                                repeated
        --base <package>        for a patch: the product or image; the files that the
                                patch leaves are judged
        --format <format>       format of the answer (default text; json with --json)
                                (choices: "text", "json", "junit", "markdown", "html",
                                "csv", "sha256", "github")
        --hash                  add the SHA-256 of every file; writes nothing
        --state <file>          remember what was read: an interrupted run continues,
                                a later one reads only changes
        -o, --output <file>     write the answer to a file, as UTF-8, instead of
                                printing it

      Signatures:
        --signed                demand a valid signature; the options below say what
                                is valid
        --trust <file>          certificates (PEM or DER) to trust beside the roots of
                                Microsoft; may be repeated
        --trust-system          trust the certificates that the system trusts too;
                                most are meant for web sites
        --catalog <file>        a catalogue (.cat) that signs files which carry no
                                signature; may be repeated
        --crl <file>            revocation lists (PEM or DER) to look certificates up
                                in; may be repeated
        --signed-by <name>      demand this signer: its whole CN or O, e.g. "Microsoft
                                Corporation"
        --at <time>             judge signatures without a timestamp by this time,
                                e.g. 2026-01-31 (default: now)

      Opening packages:
        --strict                treat recoverable flaws as errors
        --codepage <number>     Windows code page for names and strings
        --password <text>       password of an encrypted zip archive (or set
                                HOTFIXKIT_PASSWORD)
        --max-depth <number>    most containers within each other (default 8)
        --max-entries <number>  most files in all containers together (default 100000)
        --max-ratio <number>    largest unpacked size, as a multiple of the packed
                                size (default 250)
        --max-size <bytes>      largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>      folder with cabinets and loose files that are not
                                beside the package; may be repeated
        --rename-unsafe         change unsafe and duplicate names in containers
                                instead of refusing them

      Every command:
        --config <file>         settings (default: hotfixkit.config.json in this
                                folder or one above it)
        --max-time <seconds>    end a run that makes no progress for this long
                                (default 60)
        --max-memory <MB>       most memory for a run (default 1536, at most half of
                                this machine’s)
        --json                  print one JSON document and nothing else
        -q, --quiet             print errors only
        --verbose               show all warnings, and the stack of an error
        --no-color              no colours
        -V, --version           print the version
        -h, --help              print this help

      Examples:
        hotfixkit verify out/image --kb 977203
        hotfixkit verify SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --json
        hotfixkit verify out/image --kb 977203 --format junit -o verify.xml
        hotfixkit verify out/image --kb 977203 --format html -o verify.html
        hotfixkit verify out/image --kb 977203 --signed --signed-by "Microsoft Corporation"
        hotfixkit verify Ccmcertfix.exe --kb 977203
        hotfixkit verify . --manifest kb123456.json --product SP1 --only-present
        hotfixkit verify x86.msi x64.msi --manifest kb123456.json --together
        hotfixkit verify //dp/share --kb all --state dp.state
        hotfixkit verify fix.msp --base client.msi --manifest kb123456.json
        hotfixkit verify out/image --require "ccmsetup.exe >=4.0.6487.2111 <4.0.6500" --require "smpmgr.dll 4.0.6487.*"
      "
    `);
  });

  it('of manifest', async () => {
    expect(await help('manifest')).toMatchInlineSnapshot(`
      "Usage: hotfixkit manifest [options] <action> [what]

      List and show published file tables, import articles

      Arguments:
        action                list articles; show one; import one as a manifest; print
                              the JSON Schema (choices: "list", "show", "import",
                              "schema")
        what                  show: the number; import: the article (text, HTML or
                              .csv)

      Options:
        -o, --output <file>   file for the manifest, or for what would be printed, as
                              UTF-8
        --manifest <dir>      list and show: also those in this folder of manifests
                              and articles
        --kb <number>         number of the article, if the article does not state it

      Every command:
        --config <file>       settings (default: hotfixkit.config.json in this folder
                              or one above it)
        --max-time <seconds>  end a run that makes no progress for this long (default
                              60)
        --max-memory <MB>     most memory for a run (default 1536, at most half of
                              this machine’s)
        --json                print one JSON document and nothing else
        -q, --quiet           print errors only
        --verbose             show all warnings, and the stack of an error
        --no-color            no colours
        -V, --version         print the version
        -h, --help            print this help

      Examples:
        hotfixkit manifest list
        hotfixkit manifest show 977203 --json
        hotfixkit manifest import kb977203.html -o kb977203.json
        hotfixkit manifest schema -o manifest.schema.json
      "
    `);
  });

  it('of stage', async () => {
    expect(await help('stage')).toMatchInlineSnapshot(`
      "Usage: hotfixkit stage [options] [package...]

      Put the client patch and the utility where ConfigMgr expects them

      Arguments:
        package                         a package, its administrative image, or a
                                        pattern; without --kb and --manifest: patches
                                        (.msp), a folder or a .zip of hotfixes;
                                        without any: the PATCH line of the client
                                        source as it is

      Options:
        --kb <number>                   number of a built-in article, e.g. 977203
        --manifest <path>               a manifest or article of your own, or a folder
                                        of them (--kb selects one, or says the number)
        --product <text>                file table to use, e.g. SP2 (default: the one
                                        that fits the files)
        --client-source <dir>           the client installation files (the folder that
                                        holds i386)
        --create-client-source          create that folder and its i386 if they do not
                                        exist
        --utility-source <dir>          package source of the utility (default: beside
                                        the client source)
        --hotfix-source <dir>           package source for the client patch alone,
                                        with a definition (default: none)
        --package-id <id>               ID of the ConfigMgr client package, e.g.
                                        ABC00001
        --cache-drive <letter>          drive of the task sequence cache
                                        (_SMSTaskSequence; default C)
        --client-path <path>            folder that clients use instead of the cache,
                                        e.g. \\\\server\\share\\Client
        --with-patch <path>             one more patch for the same PATCH line: a file
                                        in the client source, or a full Windows path;
                                        may be repeated
        --client-property <name=value>  one more client installation property, e.g.
                                        FSP=server01; may be repeated
        --task-sequence <file>          exported task sequence that gets PATCH and the
                                        utility
        -o, --output <file>             file for the edited task sequence
        --step <name>                   name of the step Setup Windows and ConfigMgr,
                                        if there are several
        --utility-package-id <id>       ID of the utility's package, needed for a new
                                        step in the task sequence
        --utility-program <name>        program of the utility (default: the name in
                                        the package definition)
        --utility-log                   make the utility write its errors to a file
        --overwrite [when]              replace files that exist and differ; alone it
                                        means always (choices: "never", "always",
                                        default: "never")
        --force                         stage even if verification fails
        --dry-run                       show what would be done
        --undo                          undo earlier runs by their record
        --record <dir>                  folder of that record (default: beside the
                                        client source)
        --answer <file>                 write what would be printed to a file, as
                                        UTF-8
        --flush <when>                  flush files to disk before the files they
                                        replace are deleted; auto: only if some are
                                        replaced (choices: "auto", "always", "never",
                                        default: "always")

      What the article does not say:
        --client-patch <file>           the file of the package that is the client
                                        patch (.msp)
        --hotfix-folder <folder>        its folder in the client installation files,
                                        e.g. i386\\hotfix\\KB900001
        --utility <file>                the file of the package that is to run on
                                        clients (.exe), or none
        --utility-command <command>     its command line (default: its name alone)

      Signatures:
        --signed                        demand a valid signature; the options below
                                        say what is valid
        --trust <file>                  certificates (PEM or DER) to trust beside the
                                        roots of Microsoft; may be repeated
        --trust-system                  trust the certificates that the system trusts
                                        too; most are meant for web sites
        --catalog <file>                a catalogue (.cat) that signs files which
                                        carry no signature; may be repeated
        --crl <file>                    revocation lists (PEM or DER) to look
                                        certificates up in; may be repeated
        --signed-by <name>              demand this signer: its whole CN or O, e.g.
                                        "Microsoft Corporation"
        --at <time>                     judge signatures without a timestamp by this
                                        time, e.g. 2026-01-31 (default: now)

      Opening packages:
        --strict                        treat recoverable flaws as errors
        --codepage <number>             Windows code page for names and strings
        --password <text>               password of an encrypted zip archive (or set
                                        HOTFIXKIT_PASSWORD)
        --max-depth <number>            most containers within each other (default 8)
        --max-entries <number>          most files in all containers together (default
                                        100000)
        --max-ratio <number>            largest unpacked size, as a multiple of the
                                        packed size (default 250)
        --max-size <bytes>              largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>              folder with cabinets and loose files that are
                                        not beside the package; may be repeated
        --rename-unsafe                 change unsafe and duplicate names in
                                        containers instead of refusing them

      Every command:
        --config <file>                 settings (default: hotfixkit.config.json in
                                        this folder or one above it)
        --max-time <seconds>            end a run that makes no progress for this long
                                        (default 60)
        --max-memory <MB>               most memory for a run (default 1536, at most
                                        half of this machine’s)
        --json                          print one JSON document and nothing else
        -q, --quiet                     print errors only
        --verbose                       show all warnings, and the stack of an error
        --no-color                      no colours
        -V, --version                   print the version
        -h, --help                      print this help

      Examples:
        hotfixkit stage SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --client-source /srv/sms/Client --package-id ABC00001
        hotfixkit stage out/image --kb 977203 --client-source Client --dry-run
        hotfixkit stage out/image --kb 977203 --client-source Client --task-sequence ts.xml -o ts.new.xml --utility-package-id ABC00042
        hotfixkit stage SCCM2007-SP1-KB977203-ENU.msi SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --client-source Client --json
        hotfixkit stage hotfix.msi --manifest article.html --hotfix-folder i386/hotfix/KB900001 --client-source Client --dry-run
        hotfixkit stage hotfixes --client-source Client --package-id ABC00001
        hotfixkit stage --client-source Client --package-id ABC00001
        hotfixkit stage --undo --kb 977203 --client-source Client
      "
    `);
  });

  it('of prepare', async () => {
    expect(await help('prepare')).toMatchInlineSnapshot(`
      "Usage: hotfixkit prepare [options] <package>

      Do everything: open, create the image, verify, stage, report

      Arguments:
        package                         the hotfix as its vendor ships it

      Options:
        --kb <number>                   number of a built-in article, e.g. 977203
        --manifest <path>               a manifest or article of your own, or a folder
                                        of them (--kb selects one, or says the number)
        --product <text>                file table to use, e.g. SP2 (default: the one
                                        that fits the files)
        -o, --output <dir>              folder for image, content and reports
        --package-id <id>               ID of the ConfigMgr client package, e.g.
                                        ABC00001
        --cache-drive <letter>          drive of the task sequence cache
                                        (_SMSTaskSequence; default C)
        --client-path <path>            folder that clients use instead of the cache,
                                        e.g. \\\\server\\share\\Client
        --with-patch <path>             one more patch for the same PATCH line: a file
                                        in the client source, or a full Windows path;
                                        may be repeated
        --client-property <name=value>  one more client installation property, e.g.
                                        FSP=server01; may be repeated
        --overwrite [when]              replace files that exist and differ; alone it
                                        means always (choices: "never", "always",
                                        default: "never")
        --existing <what>               other files in the output folder: refuse to
                                        run, replace (remove what an earlier run
                                        wrote), or keep them (choices: "refuse",
                                        "replace", "keep", default: "refuse")
        --previous <report>             report.json of an earlier run to compare with
                                        (default: the one in the output folder)
        --force                         stage even if verification fails
        --dry-run                       verify and show what would be done; write
                                        nothing
        --answer <file>                 write what would be printed to a file, as
                                        UTF-8
        --flush <when>                  flush files to disk before the files they
                                        replace are deleted; auto: only if some are
                                        replaced (choices: "auto", "always", "never",
                                        default: "always")

      What the article does not say:
        --client-patch <file>           the file of the package that is the client
                                        patch (.msp)
        --hotfix-folder <folder>        its folder in the client installation files,
                                        e.g. i386\\hotfix\\KB900001
        --utility <file>                the file of the package that is to run on
                                        clients (.exe), or none
        --utility-command <command>     its command line (default: its name alone)

      Signatures:
        --signed                        demand a valid signature; the options below
                                        say what is valid
        --trust <file>                  certificates (PEM or DER) to trust beside the
                                        roots of Microsoft; may be repeated
        --trust-system                  trust the certificates that the system trusts
                                        too; most are meant for web sites
        --catalog <file>                a catalogue (.cat) that signs files which
                                        carry no signature; may be repeated
        --crl <file>                    revocation lists (PEM or DER) to look
                                        certificates up in; may be repeated
        --signed-by <name>              demand this signer: its whole CN or O, e.g.
                                        "Microsoft Corporation"
        --at <time>                     judge signatures without a timestamp by this
                                        time, e.g. 2026-01-31 (default: now)

      Opening packages:
        --strict                        treat recoverable flaws as errors
        --codepage <number>             Windows code page for names and strings
        --password <text>               password of an encrypted zip archive (or set
                                        HOTFIXKIT_PASSWORD)
        --max-depth <number>            most containers within each other (default 8)
        --max-entries <number>          most files in all containers together (default
                                        100000)
        --max-ratio <number>            largest unpacked size, as a multiple of the
                                        packed size (default 250)
        --max-size <bytes>              largest unpacked size: 500M, 16G (default 16G)
        --source-dir <dir>              folder with cabinets and loose files that are
                                        not beside the package; may be repeated
        --rename-unsafe                 change unsafe and duplicate names in
                                        containers instead of refusing them

      Every command:
        --config <file>                 settings (default: hotfixkit.config.json in
                                        this folder or one above it)
        --max-time <seconds>            end a run that makes no progress for this long
                                        (default 60)
        --max-memory <MB>               most memory for a run (default 1536, at most
                                        half of this machine’s)
        --json                          print one JSON document and nothing else
        -q, --quiet                     print errors only
        --verbose                       show all warnings, and the stack of an error
        --no-color                      no colours
        -V, --version                   print the version
        -h, --help                      print this help

      Examples:
        hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out
        hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --package-id ABC00001 -o out
        hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out --dry-run
        hotfixkit prepare hotfix.msi --manifest article.html -o out
      "
    `);
  });
});

describe('every command', () => {
  it.each(names)('%s has help with examples and exits 0', async (name) => {
    const { status, stdout, stderr } = await hotfixkit([name, '--help']);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    for (const option of ['--json', '--quiet', '--verbose', '--no-color', '--help'])
      expect(stdout).toContain(option);
    expect(stdout).toMatch(new RegExp(`Examples:\\n  hotfixkit ${name} `));
    // Nothing is wider than a page.
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(160);
  });

  it('is in the list of the program', async () => {
    const { stdout } = await hotfixkit(['--help']);
    for (const { name, summary } of Object.values(definitions))
      expect(stdout.replace(/\s+/g, ' ')).toContain(` ${name} ${summary} `);
  });
});

describe('usage', () => {
  it('prints the version', async () => {
    const { status, stdout } = await hotfixkit(['--version']);
    expect([status, stdout]).toEqual([0, '0.1.0\n']);
  });

  it('shows help for nothing at all, as a mistake', async () => {
    const { status, stdout } = await hotfixkit([]);
    expect(status).toBe(2);
    expect(stdout).toContain('Usage: hotfixkit <command>');
  });

  it.each([
    [['bogus'], /bogus/],
    [['bogus', '--json-but-not-quite'], /bogus/],
    [['info'], /missing required argument 'package'/],
    [['info', 'x.msi', '--bogus'], /unknown option '--bogus'/],
    [['info', 'x.msi', '--stric'], /unknown option '--stric' \(Did you mean --strict\?\)/],
    [
      ['info', 'x.msi', '--x\n\u001b[2J\u202ey'],
      /unknown option '--x (?:\\x1b|\u001b)\[2J(?:\\u202e|\u202e)y'/,
    ],
    [['diff', 'only-one'], /missing required argument 'new'/],
    [['list', 'x.msi', '--layout', 'sideways'], /'sideways' is invalid.*target, source, key/],
    [['list', 'x.msi', 'another.msi'], /too many arguments/],
    [['extract', 'x.msi'], /-o DIR is needed/],
    [['extract', 'x.msi', '-o'], /argument missing/],
    [['extract', 'x.msi', '-o', 'out', '--overwrite=maybe'], /never, always/],
    [['verify', 'x.msi'], /--kb NUMBER or --manifest FILE is needed/],
    [['stage', 'x.msi', '--kb', '977203'], /--client-source DIR is needed/],
    [['prepare', 'x.msi', '--kb', '977203'], /-o DIR is needed/],
    [['prepare', 'x.msi', '--kb', '1', '-o', 'out'], /977203/],
    [['manifest', 'dance'], /manifest takes/],
    [['manifest', 'show'], /the article is missing/],
    [['info', 'x.msi', '--codepage', 'utf8'], /--codepage takes a whole number/],
  ])('%j exits 2 with one line that helps', async (argv, message) => {
    const { status, stdout, stderr } = await hotfixkit(argv);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^hotfixkit: [^\n]*\n$/);
    const [command, ...rest] = argv;
    const json = await hotfixkit([command!, '--json', ...rest]);
    expect(json.status).toBe(2);
    expect(json.stderr).toBe('');
    expect(json.json<{ error: { code: string; message: string } }>().error).toMatchObject({
      code: expect.any(String),
      message: expect.stringMatching(message),
    });
  });
});

describe('limits', () => {
  it.each([
    ['--max-time', '0'],
    ['--max-time', '-1'],
    ['--max-time', 'soon'],
    ['--max-time', '1e3'],
    ['--max-memory', '0'],
    ['--max-memory', '2G'],
    ['--max-memory', ''],
  ])('%s %s is refused', async (option, value) => {
    const { status, stderr } = await hotfixkit(['manifest', 'list', `${option}=${value}`]);
    expect(status).toBe(2);
    expect(stderr).toMatch(new RegExp(`^hotfixkit: ${option} takes `));
  });

  it.each(['60', '0.5', '600'])('--max-time %s is taken', async (value) => {
    expect((await hotfixkit(['manifest', 'list', '--max-time', value])).status).toBe(0);
  });
});
