using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Netstackd;

/// <summary>A reply that waits for an event: WAIT, ICMP_PING or DNS_A. It owns the moved reply capability in <see cref="Slot"/>.</summary>
/// <param name="Operation">Which of the three.</param>
/// <param name="Slot">Reply capability; 0 when the request brought none.</param>
/// <param name="Nonce">To be echoed.</param>
/// <param name="Owner">Who asked.</param>
/// <param name="Deadline">When WAIT is answered with nothing ready; the others have their own.</param>
/// <param name="Kind">WAIT: the handle's kind.</param>
/// <param name="Handle">WAIT: the handle; the others: the number under which the stack knows the request.</param>
/// <param name="Events">WAIT.</param>
internal readonly record struct DeferredReply(
    FacadeOperation Operation,
    int Slot,
    ulong? Nonce,
    ServiceId Owner,
    Instant Deadline,
    HandleKind Kind,
    uint Handle,
    FacadeEvents Events);
