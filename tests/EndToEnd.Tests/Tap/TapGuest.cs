using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Namespace;
using DSoftBus.Tests.Metal.NetPeer;
using DSoftBus.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.EndToEnd.Tap;

/// <summary>The network peer as a guest on a TAP device of a namespace of its own, with the Linux kernel at the other end. Nothing of it outlives <see cref="DisposeAsync"/>.</summary>
internal sealed class TapGuest : IAsyncDisposable
{
    public const string Device = "tap0";
    public const string HostAddress = "10.42.0.1";
    public const string Hardware = "52:54:00:12:34:02";

    /// <summary>Longer than anything takes, also on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("dsb-tap-").FullName;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _said = [];
    private readonly GuestProcess _process;

    private TapGuest(NetNamespace home, TapLink link, string[] words)
    {
        Home = home;
        string image = RepositoryRoot.File("artifacts", "netpeer", "netpeer.elf");
        Assert.True(File.Exists(image), $"There is no program at {image}; build it: ./build.sh --target=Samples");
        Assert.True(QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu), QemuLocator.MissingText);
        home.AddTap(Device, $"{HostAddress}/24");
        Capture = new TapCapture(home, Path.Combine(_folder, "tap.pcapng"));
        var options = new GuestOptions(image, Hardware, link) { KernelWords = words };
        _process = GuestProcess.Start(home.Wrap(new GuestCommand(qemu, QemuArguments.Build(options))), Lifetime, Say, Say);
    }

    public NetNamespace Home { get; }

    public TapCapture Capture { get; }

    /// <summary>What the guest's driver does for its stack, as the guest prints it.</summary>
    public string Features { get; private set; } = "";

    /// <summary>What driver and device agreed on, by the driver's names.</summary>
    public string Negotiated { get; private set; } = "";

    /// <summary>The guest's address, once it is up.</summary>
    public IPAddress Address { get; private set; } = IPAddress.None;

    /// <summary>Boots and waits until it serves; null, with the reason in the log, where there can be no TAP device.</summary>
    public static async Task<TapGuest?> StartAsync(ITestOutputHelper log, IReadOnlyList<string> without, Action<NetNamespace>? beforeBoot = null, params string[] words)
    {
        if (NetNamespace.TryCreate(out string problem) is not { } home)
        {
            log.WriteLine($"Not run: {problem}.");
            return null;
        }

        TapGuest? guest = null;
        try
        {
            guest = new TapGuest(home, new TapLink(Device) { Without = without }, words);
            beforeBoot?.Invoke(home);
            const string Agreed = "init: network device features: ";
            guest.Negotiated = (await guest.WaitForAsync(Agreed))[Agreed.Length..];
            guest.Features = await guest.WaitForAsync("netpeer: device offers ");
            guest.Address = IPAddress.Parse((await guest.WaitForAsync("netpeer: up "))["netpeer: up ".Length..]);
            return guest;
        }
        catch
        {
            if (guest is null)
                home.Dispose();
            else
                await guest.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for a line that starts with <paramref name="text"/> and was not waited for before.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        using var bound = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                string line = await _lines.Reader.ReadAsync(bound.Token);
                if (line.StartsWith(text, StringComparison.Ordinal))
                    return line;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            lock (_said)
                throw new InvalidOperationException($"The guest did not say '{text}'. It said:\n{string.Join('\n', _said)}");
        }
    }

    /// <summary>Work with blocking sockets of the kernel at the other end.</summary>
    public Task<T> InsideAsync<T>(Func<T> work) => Home.RunAsync(work).WaitAsync(Patience * 2);

    /// <summary>Only inside: a connection with limits on waiting.</summary>
    public Socket Connect(ushort port, Action<Socket>? prepare = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            SendTimeout = (int)Patience.TotalMilliseconds,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        prepare?.Invoke(socket);
        socket.Connect(Address, port);
        return socket;
    }

    /// <summary>Only inside: one datagram and its answer, asked again if need be.</summary>
    public byte[] Ask(ushort port, ReadOnlySpan<byte> question)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        socket.Connect(Address, port);
        socket.Send(question);
        byte[] answer = new byte[ushort.MaxValue];
        return answer[..socket.Receive(answer)];
    }

    /// <summary>Only inside: the guest's counters by name; one that is not there is 0.</summary>
    public Func<string, long> Counters()
    {
        string text = Encoding.ASCII.GetString(Ask(PeerPorts.Counters, [0]));
        Dictionary<string, long> values = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture));
        return name => values.GetValueOrDefault(name);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Capture.Dispose();
        Home.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Say(string line)
    {
        lock (_said)
            _said.Add(line);
        _lines.Writer.TryWrite(line);
    }
}
