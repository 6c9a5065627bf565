using System.Net;

namespace DSoftBus.Tests.Metal.NetPeer.Linux;

/// <summary>The first process of a Linux guest: loads the network card's modules, sets the address, serves.</summary>
internal static class LinuxMachine
{
    private const string ModuleFolder = "/modules";
    private const string AddressWord = "address=";
    private const string Interface = "eth0";
    private const byte PrefixLength = 24;
    private const int WrongWords = 2;

    public static int Run(string[] words)
    {
        string? address = Array.Find(words, word => word.StartsWith(AddressWord, StringComparison.Ordinal))?[AddressWord.Length..];
        if (address is null)
        {
            Console.WriteLine($"netpeer: which address? {AddressWord}A. On an ordinary machine this program has nothing to do.");
            return WrongWords;
        }

        // Their names sort in the order in which they need each other.
        foreach (string module in Directory.EnumerateFiles(ModuleFolder).Order(StringComparer.Ordinal))
            LinuxKernel.LoadModule(module);
        LinuxKernel.Configure("lo", IPAddress.Loopback, 8);
        LinuxKernel.Configure(Interface, IPAddress.Parse(address), PrefixLength);
        SocketServer.Start();
        Console.WriteLine($"netpeer: up {address}");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
