#!/bin/sh
# Starts the browser where it cannot see the scraper, and becomes it: the process id stays, and with it the pipe to the driver.
#   CENSO_BROWSER  the browser's program
#   CENSO_APART    uid:<number>: as this user, which takes root. namespace: as the same user in a user namespace of its own,
#                  from which the kernel lets nobody look into a process outside: not its environment, memory or open files.
set -eu
program=$CENSO_BROWSER
apart=$CENSO_APART
unset CENSO_BROWSER CENSO_APART

case $apart in
  uid:*)
    id=${apart#uid:}
    for word in "$@"; do
      case $word in
        --user-data-dir=*)
          # The driver has just made it, for us alone.
          profile=${word#*=}
          chown "$id:$id" "$profile"
          export HOME="$profile"
          ;;
      esac
    done
    exec setpriv --reuid="$id" --regid="$id" --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs -- \
      "$program" "$@"
    ;;
  namespace)
    exec setpriv --no-new-privs -- unshare --user --map-current-user -- "$program" "$@"
    ;;
esac
echo "start-apart.sh does not know CENSO_APART=$apart" >&2
exit 64
