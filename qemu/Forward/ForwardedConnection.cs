using System.Net.Sockets;

namespace DSoftBus.Qemu.Forward;

/// <summary>One connection of a client, carried on to the guest: bytes both ways, each way with its own end, each held up when the other side is slow.</summary>
/// <remarks>An end of one side is an end on the other; a failure of one side is a reset of the other.</remarks>
internal sealed class ForwardedConnection(Socket client, GuestStream guest)
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Carries bytes until both directions have ended, then closes both sides.</summary>
    public async ValueTask RunAsync()
    {
        Task up = UpAsync();
        await DownAsync();
        await up;
        guest.Release();
        client.Dispose();
    }

    /// <summary>Closes a socket so that its peer sees a failure and no end.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (SocketException)
        {
            // It is broken already.
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        socket.Dispose();
    }

    private async Task UpAsync()
    {
        byte[] buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = await client.ReceiveAsync(buffer, SocketFlags.None)) > 0)
            {
                if (!await guest.WriteAsync(buffer.AsMemory(0, count)))
                {
                    Reset(client);
                    return;
                }
            }

            guest.Finish();
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            guest.Abort();
        }
    }

    private async Task DownAsync()
    {
        byte[] buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = await guest.ReadAsync(buffer)) > 0)
            {
                for (int sent = 0; sent < count;)
                    sent += await client.SendAsync(buffer.AsMemory(sent..count), SocketFlags.None);
            }

            if (count < 0)
                Reset(client);
            else
                client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            guest.Abort();
            Reset(client);
        }
    }
}
