using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.Namespace;

namespace DSoftBus.Tests.EndToEnd.Tap;

/// <summary>Every frame of a network namespace as its kernel sees it, in a file: a packet socket that hears from before the guest starts.</summary>
internal sealed class TapCapture : IDisposable
{
    private const short AllProtocols = 3;       // ETH_P_ALL, include/uapi/linux/if_ether.h
    private const int SocketLevel = 1;          // SOL_SOCKET
    private const int ForceReceiveBuffer = 33;  // SO_RCVBUFFORCE, include/uapi/asm-generic/socket.h
    private const int BufferLength = 64 << 20;
    private const int LargestFrame = 1 << 17;

    // A port that the kernel gave a client may be another protocol's, as which our pattern is malformed.
    private static readonly string[] PlainText = ["-d", "tcp.port==1-65535,data", "-d", "udp.port==1-65535,data"];

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly CaptureFile _file;
    private readonly Thread _reader;
    private volatile bool _stop;

    public TapCapture(NetNamespace home, string path)
    {
        Path = path;
        _file = CaptureFile.Create(path);
        _socket = home.Within(() => new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)IPAddress.HostToNetworkOrder(AllProtocols)));
        // A busy machine lets the reader wait; what does not fit would look like loss.
        _socket.SetRawSocketOption(SocketLevel, ForceReceiveBuffer, BitConverter.GetBytes(BufferLength));
        _socket.ReceiveTimeout = 100;
        _reader = new Thread(Read);
        _reader.Start();
    }

    public string Path { get; }

    public long Frames => _file.Frames;

    /// <summary>Ends the recording after what has arrived by now; the file can be read then.</summary>
    public void Complete()
    {
        if (_stop)
            return;
        _stop = true;
        _reader.Join();
        _socket.Dispose();
        _file.Dispose();
    }

    /// <summary>What tshark prints for the frames that match a filter, one line each.</summary>
    /// <param name="filter">A display filter.</param>
    /// <param name="arguments">Further arguments.</param>
    public string[] Select(string filter, params string[] arguments)
    {
        var start = new ProcessStartInfo("tshark", ["-r", Path, "-Y", filter, .. PlainText, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), problems = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Bound))
            process.Kill();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"tshark: {problems.GetAwaiter().GetResult()}");
        return output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => Complete();

    private void Read()
    {
        int number = _file.InterfaceOf("tap");
        byte[] frame = new byte[LargestFrame];
        while (true)
        {
            try
            {
                int length = _socket.Receive(frame);
                _file.Write(number, DateTimeOffset.UtcNow, frame.AsSpan(0, length));
            }
            catch (SocketException problem) when (problem.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                if (_stop)
                    return;
            }
            catch (SocketException problem) when (problem.SocketErrorCode is SocketError.NetworkDown)
            {
                // The device went down; nothing more comes from it.
            }
        }
    }
}
