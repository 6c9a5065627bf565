using DSoftBus.Runtime.Platform.Guest;
using DSoftBus.Tests.Metal.NetPeer.Linux;
using DSoftBus.Tests.Metal.NetPeer.OwnStack;

namespace DSoftBus.Tests.Metal.NetPeer;

/// <summary>Serves <see cref="PeerPorts"/> until the machine is ended: on our stack in our guest, on the kernel's sockets in a Linux guest.</summary>
/// <remarks>
/// Words in our guest: <c>dhcp</c> (wait for a lease; without it 10.42.0.H at once, H the last byte of the hardware address).
/// In a Linux guest: <c>address=A</c> (with the prefix 24). Says <c>netpeer: up ADDRESS</c> when all ports are served.
/// </remarks>
internal static class Program
{
    private static int Main(string[] words) => GuestKernel.IsPresent ? OwnStackMachine.Run(words) : LinuxMachine.Run(words);
}
