using System.Text.Json;
using System.Text.RegularExpressions;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd;

/// <summary>
/// What the guest is made of, from the linker's own map: nothing that looks for OpenSSL or ICU, and only the packages and
/// native libraries that were decided on.
/// </summary>
public sealed partial class DependencyGateTests
{
    private static readonly string Map = ReadMap();

    [Theory]
    [InlineData("OpenSSL", "^(SSL_|EVP_|OPENSSL_|CRYPTO_|BIO_|X509_)")]
    [InlineData("ICU", "^(GlobalizationNative_|ucol_|ubrk_|uloc_|unum_|udat_|ucal_|usearch_)")]
    [InlineData("System.Security.Cryptography's native half", "^(CryptoNative_|AppleCryptoNative_|AndroidCryptoNative_)|libSystem\\.Security\\.Cryptography")]
    public void NoSymbolOfIt(string library, string pattern)
    {
        var found = Symbols().Where(symbol => Regex.IsMatch(symbol, pattern)).Take(5).ToList();
        Assert.True(found.Count == 0, $"{library} got into the guest: {string.Join(", ", found)}");
    }

    [Fact]
    public void TheMapIsAMap()
        => Assert.True(Symbols().Count(symbol => symbol.StartsWith("S_P_CoreLib_", StringComparison.Ordinal)) > 1000, "the link map does not list the class library");

    [Fact]
    public void OnlyTheseNativeLibrariesAreLinked()
        => Golden.Match("image/native-libraries", Lines(Archive().Matches(Map).Select(match => match.Groups[1].Value)));

    [Fact]
    public void OnlyThesePackagesAreInTheGuest()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.File("image", "packages.lock.json")));
        var packages = file.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}");
        Golden.Match("image/packages", Lines(packages));
    }

    private static string Lines(IEnumerable<string> entries) => string.Join('\n', entries.Distinct().Order(StringComparer.Ordinal)) + "\n";

    private static IEnumerable<string> Symbols() => Map.Split('\n').Select(line => line[(line.LastIndexOf(' ') + 1)..]);

    private static string ReadMap()
    {
        string file = RepositoryRoot.File("artifacts", "image", "link.map");
        Assert.True(File.Exists(file), $"{file} is missing. Build the image first: ./build.sh --target=Image");
        return File.ReadAllText(file);
    }

    [GeneratedRegex(@"/(lib[A-Za-z0-9_.+]*(?:-disabled)?)(?:-[0-9.]+)?\.a\(")]
    private static partial Regex Archive();
}
