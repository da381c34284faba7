import Text

/// The lines of a shell script that carry a stage out.
struct StageScript {
  let site: ExportSite

  /// What stands first in a script that does what `purpose` says.
  func heading(_ purpose: String) -> Shell {
    """
    #!/bin/bash
    # \(comment: purpose)
    # Written by 'sharespec'; the program may be named by SHARESPEC.
    set -u

    """
  }

  /// Lines that carry out the stage `$stage` that the file `$plan` describes, with `$threads`, and leave how that ended
  /// in `$status`. A request to end is passed on, so that the stage stops with a checkpoint.
  var body: Shell {
    """
    program=${SHARESPEC:-\(site.executable)}
    if ! command -v "$program" >/dev/null; then
      echo "error: there is no program '$program' on $(hostname); name it with SHARESPEC" >&2
      exit \(StageExit.failed.rawValue)
    fi
    "$program" stage run --plan "$plan" --stage "$stage" --threads "$threads" --plain \\
      --store \(site.store) &
    process=$!
    trap 'signalled=yes; kill -TERM "$process" 2>/dev/null' TERM INT
    # A signal ends 'wait' before the stage has ended.
    while :; do
      signalled=no
      wait "$process"
      status=$?
      [ "$signalled" = yes ] || break
    done
    case $status in
    130 | 143) status=\(StageExit.interrupted.rawValue) ;; # asked to end before it could answer
    137)
      echo "error: stage $stage was killed on $(hostname), perhaps for lack of memory;" \\
        "what it has reached is kept. Ask for more with --memory-factor, and start it again" >&2
      ;;
    esac

    """
  }
}
