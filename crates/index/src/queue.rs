//! What waits for the threads that index, bounded by bytes: tantivy bounds it by number, ten thousand papers, which are
//! more than a gigabyte where papers are long.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tantivy::{TantivyDocument, schema::document::Document};

/// Bytes of text that may wait. tantivy's form of a paper has its text four times.
const ROOM: usize = 8 << 20;

/// How long one paper waits for room. Threads that write out a segment take seconds, and one that died frees nothing: to go on
/// then costs one paper more in the queue, or makes tantivy tell what happened.
const PATIENCE: Duration = Duration::from_secs(2);

/// The room of a queue.
#[derive(Debug, Default)]
pub(crate) struct Room {
    taken: Mutex<usize>,
    freed: Condvar,
}

impl Room {
    /// Waits until there is room for a paper of so many bytes of text; one that is larger than all room waits until it is alone.
    pub(crate) fn queued(self: &Arc<Self>, document: TantivyDocument, bytes: usize) -> Queued {
        let full = |taken: &mut usize| *taken > 0 && taken.saturating_add(bytes) > ROOM;
        let (mut taken, _) = self
            .freed
            .wait_timeout_while(self.taken(), PATIENCE, full)
            .unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        let room = Arc::clone(self);
        Queued {
            document,
            _place: Place { room, bytes },
        }
    }

    fn taken(&self) -> MutexGuard<'_, usize> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A paper that waits, and the room that it takes until a thread takes it up.
#[derive(Debug)]
pub(crate) struct Queued {
    document: TantivyDocument,
    _place: Place,
}

#[derive(Debug)]
struct Place {
    room: Arc<Room>,
    bytes: usize,
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.room.taken() -= self.bytes;
        self.room.freed.notify_all();
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread};

    use super::*;

    #[test]
    fn a_paper_waits_until_there_is_room() {
        let room = Arc::new(Room::default());
        let first = room.queued(TantivyDocument::new(), ROOM + 1);
        let (sender, second) = mpsc::channel();
        let waits = Arc::clone(&room);
        thread::spawn(move || sender.send(waits.queued(TantivyDocument::new(), 1)));
        assert!(second.recv_timeout(Duration::from_millis(50)).is_err());
        drop(first.into_tantivy_document());
        drop(second.recv().unwrap());
        assert_eq!(*room.taken(), 0);
    }

    #[test]
    fn a_thread_that_died_holds_nobody_for_ever() {
        let room = Arc::new(Room::default());
        let never_freed = room.queued(TantivyDocument::new(), ROOM);
        let second = room.queued(TantivyDocument::new(), ROOM);
        drop((never_freed, second));
        assert_eq!(*room.taken(), 0);
    }
}
