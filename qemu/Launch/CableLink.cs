namespace DSoftBus.Qemu.Launch;

/// <summary>A port of our own cable: two unix datagram sockets, no rights, no offloads.</summary>
/// <param name="LocalSocket">Path of the socket that QEMU binds (at most 107 bytes).</param>
/// <param name="RemoteSocket">Path of the socket that the cable binds for this machine (at most 107 bytes).</param>
public sealed record CableLink(string LocalSocket, string RemoteSocket) : GuestLink;
