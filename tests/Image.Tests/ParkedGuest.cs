using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace DSoftBus.Tests.Image;

/// <summary>A guest that stands still, seen from outside: QEMU's monitor walks the page tables itself, so that the shim cannot deceive it.</summary>
internal sealed class ParkedGuest
{
    private const string Prompt = "(qemu) ";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private ParkedGuest(string[] lines, PageEntry[] pages, string registers)
    {
        Lines = lines;
        Pages = pages;
        Registers = registers;
    }

    /// <summary>What it said before it stood still.</summary>
    public string[] Lines { get; }

    /// <summary>Every present entry of its page tables.</summary>
    public PageEntry[] Pages { get; }

    /// <summary>QEMU's <c>info registers</c>.</summary>
    public string Registers { get; }

    /// <summary>Boots, waits until the guest says "parked", asks, and ends the machine.</summary>
    public static async Task<ParkedGuest> LookAsync(string check, params string[] devices)
    {
        var folder = Directory.CreateTempSubdirectory("parked-");
        string socket = Path.Combine(folder.FullName, "monitor");
        string[] monitor = ["-monitor", $"unix:{socket},server=on,wait=off", .. devices];
        var start = new ProcessStartInfo("qemu-system-x86_64", GuestRun.Arguments(GuestRun.Image(), "shim.check=" + check, 64, "max", monitor)) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("QEMU did not start.");
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            var lines = await ReadUntilParkedAsync(process.StandardOutput, bound.Token);
            using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), bound.Token);
            await AskAsync(connection, null, bound.Token);
            var pages = (await AskAsync(connection, "info tlb", bound.Token)).Split('\n').Select(PageEntry.Parse).OfType<PageEntry>().ToArray();
            return new ParkedGuest(lines, pages, await AskAsync(connection, "info registers", bound.Token));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A register of <see cref="Registers"/>, as <c>CR4=00350ee0</c>.</summary>
    public ulong Register(string name)
    {
        int at = Registers.IndexOf(name + "=", StringComparison.Ordinal) + name.Length + 1;
        string digits = new([.. Registers[at..].TakeWhile(char.IsAsciiHexDigit)]);
        return ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static async Task<string[]> ReadUntilParkedAsync(StreamReader output, CancellationToken bound)
    {
        var lines = new List<string>();
        while (await output.ReadLineAsync(bound) is { } line)
        {
            lines.Add(line.Trim());
            if (lines[^1] == "parked")
                return [.. lines];
        }

        throw new InvalidOperationException("the guest ended before it was parked:\n" + string.Join('\n', lines));
    }

    /// <summary>Sends a command, or nothing, and reads up to the next prompt.</summary>
    private static async Task<string> AskAsync(Socket connection, string? command, CancellationToken bound)
    {
        if (command is not null)
            await connection.SendAsync(Encoding.ASCII.GetBytes(command + "\n"), bound);
        var answer = new StringBuilder();
        byte[] buffer = new byte[65536];
        while (!EndsWithPrompt(answer))
        {
            int count = await connection.ReceiveAsync(buffer, bound);
            if (count == 0)
                throw new InvalidOperationException("the monitor closed: " + answer);
            answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return answer.ToString();
    }

    private static bool EndsWithPrompt(StringBuilder text) =>
        text.Length >= Prompt.Length && text.ToString(text.Length - Prompt.Length, Prompt.Length) == Prompt;
}
