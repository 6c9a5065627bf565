using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Tests.Metal.Runner;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>What a connection costs that does nothing, and how many there may be.</summary>
[Collection(AloneCollection.Name)]
public sealed class TcpMemoryTests
{
    private const int Connections = 10_000;
    private const int Batch = 50;
    private const long Limit = 32 << 20;

    [HostOnly("the heap of the process, with nothing else running, and tens of thousands of handshakes")]
    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    public void Ten_thousand_idle_connections_with_both_ends_cost_less_than_32_MiB(int octetsEachWay)
    {
        var pair = new SimulatedPair(1, settings: new TcpSettings { MaximumConnections = 16_384 });
        var clients = new List<TcpConnection>(Connections);
        var servers = new List<TcpConnection>(Connections);
        long empty = GC.GetTotalMemory(forceFullCollection: true);
        Open(pair, clients, servers, octetsEachWay);
        pair.Run(() => false, () => { }, seconds: 10);
        long full = GC.GetTotalMemory(forceFullCollection: true);
        Assert.All(clients.Concat(servers), connection => Assert.Equal(TcpStateName.Established, connection.State));
        Assert.True(full - empty is > 0 and < Limit, $"{(full - empty) / (2.0 * Connections):F0} bytes per idle end, {(full - empty) / 1024.0 / 1024:F1} MiB for all");
        GC.KeepAlive(pair);
    }

    private static void Open(SimulatedPair pair, List<TcpConnection> clients, List<TcpConnection> servers, int octetsEachWay)
    {
        Assert.Equal(TcpOpenStatus.Ok, pair.Layers[1].Listen(default, 80, Batch, out var listener));
        var text = new byte[octetsEachWay];
        var buffer = new byte[octetsEachWay + 1];
        while (clients.Count < Connections)
        {
            for (int i = 0; i < Batch; i++)
            {
                Assert.Equal(TcpOpenStatus.Ok, pair.Layers[0].Connect(SimulatedPair.AddressOf(1), 80, pair.Now, out var client));
                clients.Add(client!);
            }

            int goal = clients.Count;
            Assert.True(pair.Run(() => servers.Count == goal, () => Accept(listener!, servers), seconds: 60));
            if (octetsEachWay == 0)
                continue;
            foreach (var connection in clients.Skip(goal - Batch).Concat(servers.Skip(goal - Batch)))
            {
                Assert.Equal(TcpWriteStatus.Ok, connection.Write(text, pair.Now, out int count));
                Assert.Equal(octetsEachWay, count);
            }

            int heard = 0;
            Assert.True(pair.Run(
                () => heard == 2 * Batch * octetsEachWay,
                () =>
                {
                    for (int i = goal - Batch; i < goal; i++)
                    {
                        clients[i].Read(buffer, pair.Now, out int first);
                        servers[i].Read(buffer, pair.Now, out int second);
                        heard += first + second;
                    }
                },
                seconds: 60));
        }

        listener!.Close();
    }

    private static void Accept(TcpListener listener, List<TcpConnection> servers)
    {
        while (listener.TryAccept(out var server))
            servers.Add(server);
    }
}
