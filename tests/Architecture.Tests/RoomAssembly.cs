using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DSoftBus.Tests.Architecture;

/// <summary>One of our assemblies as its metadata says it, without loading it.</summary>
internal sealed class RoomAssembly : IDisposable
{
    private readonly PEReader _file;

    private RoomAssembly(PEReader file)
    {
        _file = file;
        Metadata = file.GetMetadataReader();
    }

    public MetadataReader Metadata { get; }

    public static RoomAssembly Open(string name)
        => new(new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"DSoftBus.{name}.dll"))));

    public void Dispose() => _file.Dispose();

    public IEnumerable<string> References
        => Metadata.AssemblyReferences.Select(handle => Metadata.GetString(Metadata.GetAssemblyReference(handle).Name));

    /// <summary>Full names of the types of other assemblies that this one uses anywhere, as <c>Namespace.Name</c>.</summary>
    public IEnumerable<string> ForeignTypes
        => Metadata.TypeReferences.Select(handle => FullName(Metadata.GetTypeReference(handle)));

    public bool HasUnsafeCode
        => Metadata.CustomAttributes.Any(handle => AttributeName(Metadata.GetCustomAttribute(handle)) == "System.Security.UnverifiableCodeAttribute");

    /// <summary>Static fields that can be assigned after start, as <c>Type.Field</c>; compiler-generated caches do not count.</summary>
    public IEnumerable<string> MutableStatics()
    {
        foreach (var typeHandle in Metadata.TypeDefinitions)
        {
            var type = Metadata.GetTypeDefinition(typeHandle);
            if (IsCompilerGenerated(type))
                continue;
            foreach (var fieldHandle in type.GetFields())
            {
                var field = Metadata.GetFieldDefinition(fieldHandle);
                var isWritable = (field.Attributes & (FieldAttributes.InitOnly | FieldAttributes.Literal)) == 0;
                var name = Metadata.GetString(field.Name);
                if ((field.Attributes & FieldAttributes.Static) != 0 && isWritable && !name.Contains('<'))
                    yield return $"{Name(type)}.{name}";
            }
        }
    }

    /// <summary>For each type in a namespace: the types of this assembly that its fields, methods, bases and bodies name.</summary>
    public IEnumerable<(string From, string To)> InnerUses()
    {
        foreach (var typeHandle in Metadata.TypeDefinitions)
        {
            var type = Metadata.GetTypeDefinition(typeHandle);
            var from = OutermostName(typeHandle);
            foreach (var used in TokenScanner.DefinitionsUsedBy(Metadata, _file, type))
                yield return (from, OutermostName(used));
        }
    }

    private string OutermostName(TypeDefinitionHandle handle)
    {
        var type = Metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = Metadata.GetTypeDefinition(type.GetDeclaringType());
        return Name(type);
    }

    private string Name(TypeDefinition type)
    {
        var space = Metadata.GetString(type.Namespace);
        if (!type.GetDeclaringType().IsNil)
            return $"{Name(Metadata.GetTypeDefinition(type.GetDeclaringType()))}+{Metadata.GetString(type.Name)}";
        return space.Length == 0 ? Metadata.GetString(type.Name) : $"{space}.{Metadata.GetString(type.Name)}";
    }

    private string FullName(TypeReference type)
    {
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return $"{FullName(Metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))}+{Metadata.GetString(type.Name)}";
        return $"{Metadata.GetString(type.Namespace)}.{Metadata.GetString(type.Name)}";
    }

    private bool IsCompilerGenerated(TypeDefinition type)
    {
        if (Metadata.GetString(type.Name).Contains('<'))
            return true;
        return !type.GetDeclaringType().IsNil && IsCompilerGenerated(Metadata.GetTypeDefinition(type.GetDeclaringType()));
    }

    private string AttributeName(CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return "";
        var parent = Metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return parent.Kind == HandleKind.TypeReference ? FullName(Metadata.GetTypeReference((TypeReferenceHandle)parent)) : "";
    }
}
