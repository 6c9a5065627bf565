using System.Globalization;

namespace DSoftBus.Qemu.Launch;

/// <summary>Ties the life of a child process to ours, whatever happens to us, without a helper binary.</summary>
/// <remarks>
/// <para>The child is started as <c>sh -c SCRIPT sh SECONDS PROGRAM ARGUMENTS...</c> with a pipe as standard input. The shell
/// forks a watcher and then becomes the program by <c>exec</c>: the process id and the exit status that we see are the program's.</para>
/// <para>The watcher reads one line from the pipe. The word <c>off</c> calls it off. End of file means that the harness is gone
/// (even by SIGKILL: the kernel closes the pipe); no line within SECONDS means that the child overstayed. Then it kills the
/// program, but only while the program still is its parent, so a reused process id is never hit. There is no moment in which
/// the program runs unwatched.</para>
/// </remarks>
public static class Watchdog
{
    /// <summary>The line that calls the watcher off.</summary>
    public const string Off = "off";

    // fd 3 carries the pipe: an asynchronous list of a non-interactive shell gets /dev/null as standard input.
    private const string Script =
        """
        limit=$1; shift
        exec 3<&0 </dev/null
        {
          word=$(timeout "$limit" head -n 1 <&3)
          if [ "$word" != off ]; then
            read -r _ _ _ parent _ </proc/self/stat
            [ "$parent" = "$$" ] && kill -KILL "$$"
          fi
        } >/dev/null 2>&1 &
        exec "$@" 3<&-
        """;

    /// <summary>The command that runs <paramref name="command"/> under a watcher for at most <paramref name="limit"/> (rounded up to seconds).</summary>
    public static GuestCommand Wrap(GuestCommand command, TimeSpan limit)
    {
        string seconds = Math.Max(1, (long)Math.Ceiling(limit.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new("/bin/sh", ["-c", Script, "sh", seconds, command.Program, .. command.Arguments]);
    }
}
