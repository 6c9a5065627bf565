namespace DSoftBus.Tests.Softbus.CapnProto;

/// <summary>
/// Where the fields of the schemas lie (services.md section 8), as the tests' own table: <c>name:Type@bit</c> in the data
/// section, <c>name:Type#index</c> in the pointer section, <c>=n</c> a default. It lets the reader and the builder be tried on
/// every message of the vectors, also on those that have no type of their own.
/// </summary>
internal sealed record SchemaLayout(int FirstDataWords, int DataWords, int Pointers, IReadOnlyList<SchemaField> Fields)
{
    private const string Table = """
        dsoftbus.ConnectRequest 0-1/1 deviceId:Text#0 features:UInt32@0
        dsoftbus.ConnectResponse 1/0 ok:Bool@0 features:UInt32@32
        dsoftbus.Frame 1/1 chan:UInt32@0 bytes:Data#0
        samgr.RegisterRequest 1/1 name:Text#0 endpoint:UInt32@0
        samgr.RegisterResponse 1/0 ok:Bool@0
        samgr.ResolveRequest 0/1 name:Text#0
        samgr.ResolveResponse 1/0 endpoint:UInt32@0 found:Bool@32
        samgr.Heartbeat 1/0 endpoint:UInt32@0
        bundlemgr.InstallRequest 1/1 name:Text#0 bytesLen:UInt32@0 vmoHandle:UInt32@32
        bundlemgr.InstallResponse 1/0 ok:Bool@0 err:InstallError@16
        bundlemgr.QueryRequest 0/1 name:Text#0
        bundlemgr.QueryResponse 1/2 installed:Bool@0 version:Text#0 requiredCaps:List(Text)#1
        bundlemgr.GetPayloadRequest 0/1 name:Text#0
        bundlemgr.GetPayloadResponse 1/1 ok:Bool@0 bytes:Data#0
        packagefs.PublishBundle 1/3 name:Text#0 version:Text#1 rootVmo:UInt32@0 entries:List(FileEntry)#2
        packagefs.PublishResponse 1/0 ok:Bool@0
        packagefs.ResolvePath 0/1 rel:Text#0
        packagefs.ResolveResponse 2/1 ok:Bool@0 size:UInt64@64 kind:UInt16@16 bytes:Data#0
        packagefs.FileEntry 1/2 path:Text#0 kind:UInt16@0 bytes:Data#1
        packagefs.PkgDirEntry 2/1 name:Text#0 kind:UInt16@0 size:UInt64@64
        packagefs.ListResponse 1/1 ok:Bool@0 err:UInt16@16 entries:List(PkgDirEntry)#0 nextCursor:UInt32@32 eof:Bool@1
        identity.GetDeviceIdRequest 0/0
        identity.GetDeviceIdResponse 0/1 deviceId:Text#0
        identity.SignResponse 1/1 ok:Bool@0 signature:Data#0
        identity.VerifyResponse 1/0 valid:Bool@0
        keystored.VerifyRequest 0/3 anchorId:Text#0 payload:Data#1 signature:Data#2
        keystored.VerifyResponse 1/0 ok:Bool@0
        keystored.DeviceIdResponse 0/1 id:Text#0
        manifest.BundleManifest 2/8 schemaVersion:UInt8@0=1 name:Text#0 semver:Text#1 abilities:List(Text)#2 capabilities:List(Text)#3 minSdk:Text#4 publisher:Data#5 signature:Data#6 payloadDigest:Data#7 payloadSize:UInt64@64
        """;

    private static readonly Dictionary<string, SchemaLayout> Layouts = Table.Split('\n').Select(Parse).ToDictionary(row => row.Name, row => row.Layout);

    public static SchemaLayout Of(string schema, string name) => Layouts[$"{schema}.{name}"];

    private static (string Name, SchemaLayout Layout) Parse(string row)
    {
        var words = row.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var size = words[1].Split('/');
        var data = size[0].Split('-').Select(int.Parse).ToArray();
        var schema = words[0].Split('.')[0];
        return (words[0], new SchemaLayout(data[0], data[^1], int.Parse(size[1]), [.. words.Skip(2).Select(word => SchemaField.Parse(schema, word))]));
    }
}

internal sealed record SchemaField(string Schema, string Name, string Type, int Position, ulong Default)
{
    public static SchemaField Parse(string schema, string word)
    {
        var parts = word.Split(':', '@', '#', '=');
        return new SchemaField(schema, parts[0], parts[1], int.Parse(parts[2]), parts.Length > 3 ? ulong.Parse(parts[3]) : 0);
    }

    /// <summary>The struct of a list's elements, or null.</summary>
    public SchemaLayout? Element => Type.StartsWith("List(", StringComparison.Ordinal) && Type != "List(Text)"
        ? SchemaLayout.Of(Schema, Type[5..^1])
        : null;
}
